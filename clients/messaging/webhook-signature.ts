import { createHmac } from 'node:crypto';

/** What is signed, and by what. */
interface Signable {
  readonly id: string;
  /** The body, as it goes over the wire. */
  readonly body: string;
  /** `whsec_` and base64, or any other text, whose bytes are the key then. */
  readonly secret: string;
  readonly nowMs: number;
}

/**
 * The headers by which a receiver knows that a request is ours and new, as Standard Webhooks has them. Three lines of
 * node:crypto do without its package, which the tests verify them by.
 */
export function signatureHeaders({ id, body, secret, nowMs }: Signable): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(nowMs / 1_000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

function keyOf(secret: string): Buffer {
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret, 'utf8');
}

const prefix = 'whsec_';
