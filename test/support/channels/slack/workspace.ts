import { buttonsIn, problemsInBlocks, textOfBlocks } from './block-kit.ts';
import type { ShownButton } from './block-kit.ts';

/** What a method of the Web API answers, as JSON. */
export type ApiAnswer = Readonly<Record<string, unknown>>;

/** A message as people see it now. */
export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
  /** Whether a reply is shown in the channel as well. */
  readonly broadcast: boolean;
  /** What a notification shows, which is read as mrkdwn. */
  readonly notification: string;
  readonly text: string;
  readonly buttons: readonly ShownButton[];
  readonly metadata: unknown;
}

/** What the workspace has. */
export interface WorkspaceState {
  /** Channels that the bot is in. */
  readonly channels: readonly string[];
  /** By a person's id, the conversation with them. */
  readonly people: Readonly<Record<string, string>>;
  /** Whether the bot may read what is in channels. */
  mayRead: boolean;
  readonly messages: ShownMessage[];
}

type Method = (args: Readonly<Record<string, string>>, state: WorkspaceState) => ApiAnswer;

const maxTextLength = 40_000;
const content = ['channel', 'text', 'blocks', 'metadata', 'parse', 'link_names'];

/** The arguments that each method knows, and those that it cannot do without. */
const methodArguments: Readonly<Record<string, readonly [known: readonly string[], required: readonly string[]]>> = {
  'chat.postMessage': [
    [...content, 'thread_ts', 'reply_broadcast', 'mrkdwn', 'unfurl_links', 'unfurl_media'],
    ['channel', 'text', 'blocks'],
  ],
  'chat.update': [
    [...content, 'ts'],
    ['channel', 'ts', 'text', 'blocks'],
  ],
  'conversations.history': [['channel', 'limit', 'include_all_metadata'], ['channel']],
  'conversations.open': [['users'], ['users']],
  'conversations.replies': [
    ['channel', 'ts', 'limit', 'include_all_metadata'],
    ['channel', 'ts'],
  ],
};

const methods: Readonly<Record<string, Method>> = {
  'chat.postMessage': (args, state) => {
    const { channel = '', thread_ts: thread } = args;
    if (thread !== undefined && !state.messages.some(({ ts }) => ts === thread)) return no('thread_not_found');
    const ts = `${1_750_000_000 + state.messages.length}.000100`;
    const broadcast = args['reply_broadcast'] === 'true';
    state.messages.push({ channel, ts, thread: thread ?? null, broadcast, ...shownOf(args) });
    return { ok: true, channel, ts };
  },
  'chat.update': (args, { messages }) => {
    const { channel = '', ts = '' } = args;
    const index = messages.findIndex((message) => message.channel === channel && message.ts === ts);
    const before = messages[index];
    if (!before) return no('message_not_found');
    const shown = shownOf(args);
    messages[index] = { ...before, ...shown, metadata: shown.metadata ?? before.metadata };
    return { ok: true, channel, ts, text: args['text'] };
  },
  'conversations.history': ({ channel }, { mayRead, messages }) =>
    mayRead
      ? pageOf(messages.filter((message) => message.channel === channel && (!message.thread || message.broadcast)))
      : no('missing_scope'),
  'conversations.open': ({ users = '' }, { people }) =>
    Object.hasOwn(people, users) ? { ok: true, channel: { id: people[users] } } : no('user_not_found'),
  'conversations.replies': ({ channel, ts }, { mayRead, messages }) =>
    mayRead
      ? pageOf(
          messages.filter((message) => message.channel === channel && [message.ts, message.thread].includes(ts ?? '')),
        )
      : no('missing_scope'),
};

/** Answers one call as Slack would, or says why it is malformed: that is a complaint. */
export function answerCall(
  method: string,
  form: URLSearchParams,
  state: WorkspaceState,
): { readonly answer: ApiAnswer; readonly complaint?: string } {
  const run = methods[method];
  const [known, required] = methodArguments[method] ?? [[], []];
  if (!run) return complain('unknown_method', method);
  const args = Object.fromEntries(form);
  if ([...form.keys()].length !== Object.keys(args).length) return complain('invalid_arguments', 'an argument twice');
  const unknown = Object.keys(args).filter((name) => !known.includes(name));
  const missing = required.filter((name) => !args[name]);
  if (unknown.length > 0 || missing.length > 0)
    return complain('invalid_arguments', `${method}: unknown ${unknown.join()}, missing ${missing.join()}`);
  const { channel, blocks, text = '' } = args;
  if (text.length > maxTextLength) return complain('msg_too_long', 'the text is too long');
  const problems = blocks === undefined ? [] : problemsInBlocks(parsed(blocks));
  if (problems.length > 0) return complain('invalid_blocks', problems.join('; '));
  const reachable = [...state.channels, ...Object.values(state.people)];
  if (channel !== undefined && !reachable.includes(channel)) return { answer: no('channel_not_found') };
  return { answer: run(args, state) };
}

function shownOf({ text = '', blocks = '[]', metadata }: Readonly<Record<string, string>>) {
  const list = parsed(blocks);
  return {
    notification: text,
    text: textOfBlocks(list),
    buttons: buttonsIn(list),
    metadata: metadata === undefined ? undefined : parsed(metadata),
  };
}

/** Newest first, as Slack gives them. */
function pageOf(messages: readonly ShownMessage[]): ApiAnswer {
  return { ok: true, messages: messages.map(({ ts, text, metadata }) => ({ ts, text, metadata })).toReversed() };
}

function complain(error: string, complaint: string) {
  return { answer: no(error), complaint };
}

function no(error: string): ApiAnswer {
  return { ok: false, error, needed: 's3cret-answer', response_metadata: { messages: ['s3cret-answer'] } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
