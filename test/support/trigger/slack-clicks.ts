import { createHmac } from 'node:crypto';
import type { SlackButton } from '../../../clients/messaging/slack-button.ts';
import { sealButton } from '../../../clients/messaging/slack-button.ts';
import type { AskOutcome } from '../../../clients/temporal/operators/operator-messages.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createSlackClickMetrics } from '../../../metrics/slack-clicks.ts';
import type { Person } from '../../../model/oncall/person.ts';
import type { OperatorMessage } from '../../../model/operators/message.ts';
import { createClicks } from '../../../triggers/slack/clicks.ts';
import type { SlackStand } from '../channels/slack-stand.ts';
import { openSlackStand, slackPeople } from '../channels/slack-stand.ts';
import type { MemoryLog } from '../memory-log.ts';
import { aMemoryLog } from '../memory-log.ts';
import { samplesOf } from '../metrics/metrics.ts';
import type { RunningTriggerServer } from './trigger-server.ts';
import { aTriggerServer } from './trigger-server.ts';

/** What an incident was asked. */
interface Asked {
  readonly button: SlackButton;
  readonly message: OperatorMessage;
  readonly updateId: string;
}

/** A trigger that takes clicks, in front of one incident. */
export interface SlackTrigger {
  readonly server: RunningTriggerServer;
  readonly stand: SlackStand;
  readonly asked: readonly Asked[];
  readonly log: MemoryLog;
  /** Sends a body to it, signed by Slack just now unless headers say otherwise. */
  send(body: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends a click of alex on a button, or of somebody else. */
  click(changes?: Readonly<Record<string, unknown>>): Promise<Response>;
  /** What whoever clicked was told so far, oldest first. */
  told(): readonly string[];
  /** The results counted so far that are not 0. */
  clicks(): Promise<Readonly<Record<string, number>>>;
}

export const secret = 's3cret-signing';

/** Approves the plan of an incident. */
export const approveButton: SlackButton = { ask: 'approve', incident: 'host/web-1', run: 'run-1', code: '1a2b3c4d' };

const alex: Person = { name: 'alex', addresses: { slack: slackPeople.alex }, channels: [], timeZone: null };

/** Starts it for the length of a test; the incident answers with what is given, or with what is thrown. */
export async function aSlackTrigger(
  answer: () => AskOutcome | Promise<AskOutcome> = () => ({ outcome: 'done', state: '1 of 1 approvals' }),
): Promise<SlackTrigger> {
  const stand = await openSlackStand();
  const asked: Asked[] = [];
  const registry = createRegistry();
  const log = aMemoryLog();
  const clicks = createClicks({
    people: [alex],
    ask: async (button, message, updateId) => {
      asked.push({ button, message, updateId });
      return answer();
    },
    metrics: createSlackClickMetrics(registry),
    log: log.log,
  });
  const other = { signingSecret: 'another-secret', api: stand.settings.api };
  const apps = [other, { signingSecret: secret, api: stand.settings.api }];
  const server = await aTriggerServer({ slack: { apps, clicks }, trigger: { tokens: ['a-token'] } });
  const send = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/webhooks/slack`, { method: 'POST', body, headers: { ...signed(body), ...headers } });
  return {
    server,
    stand,
    asked,
    log,
    send,
    click: (changes = {}) => send(aClick({ response_url: stand.responseUrl, ...changes })),
    told: () => stand.responses.map((response) => (JSON.parse(response) as { text: string }).text),
    clicks: async () => {
      const samples = Object.entries(await samplesOf(registry, 'nightshift_slack_clicks_total'));
      return Object.fromEntries(
        samples.filter(([, count]) => count > 0).map(([label, count]) => [label.slice(8, -1), count]),
      );
    },
  };
}

/** The headers of a form that Slack signs, now or so many seconds from now. */
export function signed(body: string, secondsFromNow = 0, by = secret): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.now() / 1_000) + secondsFromNow);
  const signature = createHmac('sha256', by).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
}

/** The body of a click as Slack sends it. */
export function aClick(changes: Readonly<Record<string, unknown>> = {}): string {
  return formOf({
    type: 'block_actions',
    api_app_id: 'A0000000001',
    team: { id: 'T0000000001', domain: 'shop' },
    user: { id: slackPeople.alex, username: 'alex', team_id: 'T0000000001' },
    trigger_id: '1.2.3',
    container: { type: 'message', message_ts: '1750000000.000100', channel_id: 'C0123456789' },
    actions: [anAction()],
    ...changes,
  });
}

/** A click on a button with this value. */
export function anAction(changes: Readonly<Record<string, unknown>> = {}): object {
  const value = sealButton(approveButton, secret);
  return { type: 'button', action_id: 'approve', block_id: 'b', action_ts: '1750000001.000200', value, ...changes };
}

export function formOf(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
