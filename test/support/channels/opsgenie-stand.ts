import type { OpsgenieSettings } from '../../../model/notices/channel-settings.ts';
import { complaintsAbout, line, oneOf, optional, text, texts } from './rules.ts';
import type { ChannelStand } from './stand.ts';
import type { VendorAnswer, VendorRequest } from './vendor-server.ts';
import { openVendorServer } from './vendor-server.ts';

/** An alert as Opsgenie has it. */
interface OpsgenieAlert {
  readonly alias: string;
  readonly message: string;
  readonly description: string;
  readonly priority: string;
  state: 'open' | 'acknowledged' | 'closed';
  count: number;
  readonly notes: string[];
}

/** Opsgenie, and the alerts that it has, oldest first. */
interface OpsgenieStand extends ChannelStand {
  readonly settings: OpsgenieSettings;
  readonly alerts: readonly OpsgenieAlert[];
}

const apiKey = 's3cret-genie-key';

const createRules = {
  message: line(130),
  alias: optional(line(512)),
  description: optional(text(15_000)),
  details: optional(texts(8_000)),
  entity: optional(line(512)),
  source: optional(line(100)),
  priority: optional(oneOf('P1', 'P2', 'P3', 'P4', 'P5')),
};
const changeRules = { source: optional(line(100)), note: optional(text(25_000)) };

/** Opens the Alert API. */
export async function openOpsgenieStand(): Promise<OpsgenieStand> {
  const complaints: string[] = [];
  const shown: string[] = [];
  const alerts: OpsgenieAlert[] = [];

  const answer = ({ method, path, query, headers, body }: VendorRequest): VendorAnswer => {
    if (headers.authorization !== `GenieKey ${apiKey}`) return refused(401, ['key']);
    if (method !== 'POST' || headers['content-type'] !== 'application/json') return refused(415, ['content type']);
    const value = JSON.parse(body) as Readonly<Record<string, string>>;
    if (path === '/v2/alerts') {
      const wrong = complaintsAbout(value, createRules);
      return wrong.length > 0 ? refused(422, wrong) : create(value as unknown as OpsgenieAlert);
    }
    const [, alias, action] = /^\/v2\/alerts\/([^/]+)\/(acknowledge|close|notes)$/.exec(path) ?? [];
    if (!alias || !action || query.get('identifierType') !== 'alias') return refused(404, [`no such path: ${path}`]);
    const wrong = complaintsAbout(value, changeRules);
    return wrong.length > 0 ? refused(422, wrong) : change(decodeURIComponent(alias), action, value['note'] ?? '');
  };
  const refused = (status: number, errors: readonly string[]): VendorAnswer => {
    complaints.push(...errors);
    return { status, body: { message: 's3cret-answer', errors, took: 0.001, requestId: 'r-0' } };
  };
  const create = ({ alias, message, description, priority }: OpsgenieAlert): VendorAnswer => {
    const open = alerts.find((alert) => alert.alias === alias && alert.state !== 'closed');
    if (open) {
      // Nothing but the count changes, and nobody is told.
      open.count += 1;
      return accepted;
    }
    alerts.push({ alias, message, description, priority, state: 'open', count: 1, notes: [] });
    shown.push(`${priority}: ${message}\n${description}`);
    return accepted;
  };
  const change = (alias: string, action: string, note: string): VendorAnswer => {
    const alert = alerts.find((one) => one.alias === alias && one.state !== 'closed');
    if (!alert) return { status: 404, body: { message: 'Alert does not exist s3cret-answer', requestId: 'r-2' } };
    if (action !== 'notes') alert.state = action === 'close' ? 'closed' : 'acknowledged';
    alert.notes.push(note);
    shown.push(`${action}: ${note}`);
    return accepted;
  };
  const server = await openVendorServer(answer, { status: 202, body: { message: 's3cret-answer' } });
  const settings: OpsgenieSettings = {
    name: 'opsgenie',
    type: 'opsgenie',
    everyIncident: true,
    digest: null,
    apiKey,
    api: `${server.url}/`,
  };
  return { settings, secrets: [apiKey, 's3cret-answer'], alerts, shown, complaints, failNext: server.failNext };
}

const accepted: VendorAnswer = {
  status: 202,
  body: { result: 'Request will be processed', took: 0.1, requestId: '43a29c5c-3dbf-4fa4-9c26-f4f71023e120' },
};
