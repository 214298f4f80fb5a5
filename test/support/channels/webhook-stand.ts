import { Webhook } from 'standardwebhooks';
import type { WebhookSettings } from '../../../model/notices/channel-settings.ts';
import type { ChannelStand } from './stand.ts';
import type { VendorAnswer, VendorRequest } from './vendor-server.ts';
import { openVendorServer } from './vendor-server.ts';

/** A receiver, and what it was sent. */
interface WebhookStand extends ChannelStand {
  readonly settings: WebhookSettings;
  readonly requests: readonly VendorRequest[];
}

const signingSecret = `whsec_${Buffer.from('a signing key of thirty-two byte').toString('base64')}`;
const path = '/s3cret-path';

/** Opens a receiver that verifies by the package of Standard Webhooks, and drops ids that it knows. */
export async function openWebhookStand(): Promise<WebhookStand> {
  const requests: VendorRequest[] = [];
  const shown: string[] = [];
  const complaints: string[] = [];
  const known = new Set<string>();
  const refuse = (complaint: string): VendorAnswer => {
    complaints.push(complaint);
    return { status: 400, body: { error: `refused: s3cret-answer ${complaint}` } };
  };
  const answer = (request: VendorRequest): VendorAnswer => {
    requests.push(request);
    const { method, headers, body, query } = request;
    if (method !== 'POST' || request.path !== path || query.get('key') !== 's3cret-query') return refuse('not here');
    if (headers['content-type'] !== 'application/json') return refuse('no JSON');
    if (headers['x-key'] !== 's3cret-header') return refuse('no key');
    try {
      new Webhook(signingSecret).verify(body, headers as Record<string, string>);
    } catch (error) {
      return refuse(String(error));
    }
    const { version, title } = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const key = headers['idempotency-key'];
    if (version !== 1 || typeof title !== 'string' || typeof key !== 'string') return refuse('another body');
    if (!known.has(key)) shown.push(body);
    known.add(key);
    return { status: 200, body: { ok: true } };
  };
  const server = await openVendorServer(answer, { status: 200, body: { ok: false, error: 's3cret-answer' } });
  return {
    settings: {
      name: 'webhook',
      type: 'webhook',
      everyIncident: true,
      digest: null,
      url: `${server.url}${path}?key=s3cret-query`,
      headers: { 'X-Key': 's3cret-header' },
      signingSecret,
    },
    secrets: ['s3cret-path', 's3cret-query', 's3cret-header', 's3cret-answer', signingSecret],
    shown,
    complaints,
    requests,
    failNext: server.failNext,
  };
}
