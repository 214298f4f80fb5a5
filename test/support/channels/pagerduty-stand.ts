import type { PagerDutySettings } from '../../../model/notices/channel-settings.ts';
import { complaintsAbout, line, oneOf, optional, text, texts } from './rules.ts';
import type { ChannelStand } from './stand.ts';
import type { VendorAnswer, VendorRequest } from './vendor-server.ts';
import { openVendorServer } from './vendor-server.ts';

/** An alert as PagerDuty has it. */
interface PagerDutyAlert {
  state: 'triggered' | 'acknowledged' | 'resolved';
  readonly payload: Readonly<Record<string, unknown>>;
}

/** PagerDuty, and the alerts that it has, oldest first. */
interface PagerDutyStand extends ChannelStand {
  readonly settings: PagerDutySettings;
  readonly alerts: readonly PagerDutyAlert[];
}

interface Event {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const routingKey = 's3cret0routing0key0of0characters';

const key = { routing_key: oneOf(routingKey), dedup_key: line(255) };
const http = /^https?:\/\/\S+$/;
const triggerRules = {
  ...key,
  event_action: oneOf('trigger'),
  payload: ['is missing', (value: unknown) => typeof value === 'object'],
  client: optional(line(100)),
  client_url: optional(['is no address', (value) => http.test(String(value))]),
  links: optional(['are no links', (value) => (value as { href: string }[]).every(({ href }) => http.test(href))]),
} as const;
const changeRules = { ...key, event_action: oneOf('acknowledge', 'resolve') };
const payloadRules = {
  summary: line(1_024),
  source: line(255),
  severity: oneOf('critical', 'error', 'warning', 'info'),
  class: optional(text(255)),
  custom_details: texts(400_000),
};

/** Opens the Events API v2. */
export async function openPagerdutyStand(): Promise<PagerDutyStand> {
  const complaints: string[] = [];
  const shown: string[] = [];
  const alerts: PagerDutyAlert[] = [];
  const byKey = new Map<string, PagerDutyAlert>();

  const answer = ({ method, path, headers, body }: VendorRequest): VendorAnswer => {
    if (method !== 'POST' || path !== '/v2/enqueue') return refused(404, ['Not Found']);
    if (headers['content-type'] !== 'application/json') return refused(400, ['content type']);
    if (body.length > 512_000) return refused(413, ['too large']);
    const event = JSON.parse(body) as Event;
    const wrong =
      event.event_action === 'trigger'
        ? [...complaintsAbout(event, triggerRules), ...complaintsAbout(event.payload, payloadRules)]
        : complaintsAbout(event, changeRules);
    if (wrong.length > 0) return refused(400, wrong);
    take(event);
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: event.dedup_key } };
  };
  const refused = (status: number, errors: readonly string[]): VendorAnswer => {
    complaints.push(...errors);
    return { status, body: { status: 'invalid event', message: 'Event object is invalid s3cret-answer', errors } };
  };
  const take = ({ event_action: action, dedup_key: name, payload }: Event): void => {
    const open = byKey.get(name);
    if (!open && action === 'trigger') {
      const alert: PagerDutyAlert = { state: 'triggered', payload };
      byKey.set(name, alert);
      alerts.push(alert);
      shown.push(`triggered: ${JSON.stringify(payload)}`);
    } else if (open && action === 'trigger' && open.payload['summary'] !== payload['summary']) {
      // It goes into the log of the alert, whose state stays.
      shown.push(`also: ${JSON.stringify(payload)}`);
    } else if (open && action === 'acknowledge') {
      open.state = 'acknowledged';
      shown.push(`acknowledged: ${name}`);
    } else if (open && action === 'resolve') {
      open.state = 'resolved';
      byKey.delete(name);
      shown.push(`resolved: ${name}`);
    }
  };
  const server = await openVendorServer(answer, { status: 202, body: { status: 'invalid event s3cret-answer' } });
  const settings: PagerDutySettings = {
    name: 'pagerduty',
    type: 'pagerduty',
    everyIncident: true,
    digest: null,
    routingKey,
    api: `${server.url}/`,
  };
  return { settings, secrets: [routingKey, 's3cret-answer'], alerts, shown, complaints, failNext: server.failNext };
}
