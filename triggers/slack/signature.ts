import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a request may be old, or ahead of our clock: within them a copy of it is recognised as one. */
const maxAgeSeconds = 5 * 60;

/** A request as it came. */
interface SignedRequest {
  readonly body: Buffer;
  /** The headers X-Slack-Request-Timestamp and X-Slack-Signature. */
  readonly timestamp: unknown;
  readonly signature: unknown;
}

/** Whether Slack signed exactly this body, a short time ago. */
export function isSignedBySlack({ body, timestamp, signature }: SignedRequest, secret: string, nowMs: number): boolean {
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > maxAgeSeconds) return false;
  const expected = Buffer.from(slackSignature(body, timestamp, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What Slack signs a body with: version 0 of its scheme. */
function slackSignature(body: Buffer, timestamp: string, secret: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}
