import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { SlackSettings } from '../../../model/notices/channel-settings.ts';
import type { ApiAnswer, ShownMessage, WorkspaceState } from './slack/workspace.ts';
import { answerCall } from './slack/workspace.ts';
import type { ChannelStand, VendorFault } from './stand.ts';

/** A workspace of Slack with a channel, two people and the bot. */
export interface SlackStand extends ChannelStand {
  readonly settings: SlackSettings;
  /** The messages as people see them now, oldest first. */
  readonly messages: readonly ShownMessage[];
  /** The methods that were called, oldest first, also those that met a fault. */
  readonly calls: readonly string[];
  /** What was sent to an address that a click names, as text of the form `{"text": …}`. */
  readonly responses: readonly string[];
  /** The types of text in everything that was sent, each once. */
  types(): readonly string[];
  /** Such an address. */
  readonly responseUrl: string;
  /** Answers the next calls with these words of Slack. */
  refuseNext(...words: readonly string[]): void;
  /** Does what the next call asks for, and breaks the connection before it answers. */
  swallowNextAnswer(): void;
  /** Whether the bot may read what is in channels. */
  mayRead(may: boolean): void;
  /** Takes every message away, as an administrator may. */
  removeMessages(): void;
}

/** Whom the bot can speak to. */
export const slackPeople = { alex: 'U0000000001', kim: 'U0000000002' } as const;

const token = 'xoxb-s3cret-token';
const signingSecret = 's3cret-signing';
const responsePath = '/actions/T0000000001/s3cret-response';

/**
 * Opens a workspace. Calls have to be forms with the bot's token, and blocks within the limits of Block Kit.
 *
 * @param atEnd keeps what closes it; the end of the test does unless given.
 */
export async function openSlackStand(
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<SlackStand> {
  const [shown, complaints, calls, responses]: [string[], string[], string[], string[]] = [[], [], [], []];
  const types = new Set<string>();
  const faults: (VendorFault | { readonly word: string } | 'swallow')[] = [];
  const state: WorkspaceState = {
    channels: ['C0123456789'],
    people: { [slackPeople.alex]: 'D0000000001', [slackPeople.kim]: 'D0000000002' },
    mayRead: true,
    messages: [],
  };

  const take = (request: IncomingMessage, body: string): ApiAnswer => {
    const method = (request.url ?? '').replace('/api/', '');
    const problem = problemOf(request);
    if (problem) {
      complaints.push(problem);
      return { ok: false, error: problem };
    }
    for (const [, type] of body.matchAll(/%22type%22%3A%22(plain_text|mrkdwn)%22/g)) if (type) types.add(type);
    const { answer, complaint } = answerCall(method, new URLSearchParams(body), state);
    if (complaint !== undefined) complaints.push(complaint);
    const ts = answer['ok'] === true && method.startsWith('chat.') ? answer['ts'] : undefined;
    const message = state.messages.find((one) => one.ts === ts);
    if (message) shown.push(message.text);
    return answer;
  };

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === responsePath) {
        responses.push(body);
        response.end('ok');
        return;
      }
      calls.push((request.url ?? '').replace('/api/', ''));
      const fault = faults.shift();
      if (fault === 'swallow') {
        take(request, body);
        response.destroy();
      } else if (fault !== undefined) fail(response, fault);
      else send(response, take(request, body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {
      name: 'slack',
      type: 'slack',
      everyIncident: true,
      digest: null,
      token,
      channel: 'C0123456789',
      api: `${url}/api/`,
      signingSecret,
    },
    secrets: ['s3cret', token, signingSecret],
    shown,
    complaints,
    messages: state.messages,
    calls,
    responses,
    types: () => [...types],
    responseUrl: `${url}${responsePath}`,
    failNext: (...next) => void faults.push(...next),
    refuseNext: (...words) => void faults.push(...words.map((word) => ({ word }))),
    swallowNextAnswer: () => void faults.push('swallow'),
    mayRead: (may) => {
      state.mayRead = may;
    },
    removeMessages: () => void state.messages.splice(0),
  };
}

/** What is wrong with a call before its arguments are read, in Slack's words. */
function problemOf({ method, headers }: IncomingMessage): string | undefined {
  if (method !== 'POST') return 'invalid_post_type';
  if (headers.authorization !== `Bearer ${token}`) return headers.authorization ? 'invalid_auth' : 'not_authed';
  return headers['content-type'] === 'application/x-www-form-urlencoded; charset=utf-8'
    ? undefined
    : 'invalid_post_type';
}

function fail(response: ServerResponse, fault: VendorFault | { readonly word: string }): void {
  if (fault === 'hang') return;
  if (fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === 'error-in-success')
    return send(response, { ok: false, error: 'internal_error', detail: 's3cret-answer' });
  if ('word' in fault) return send(response, { ok: false, error: fault.word, detail: 's3cret-answer' });
  const { status, retryAfter, body = '' } = fault;
  response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(body);
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}
