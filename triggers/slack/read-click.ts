import { SlackClick, SlackInteraction } from './schema.ts';

/** A click as it came, not yet believed. */
export interface Click {
  /** The id of who clicked. */
  readonly user: string;
  /** What the button says that it asks for; undefined for one that is only a link. */
  readonly value: string | undefined;
  readonly at: string;
  /** Where the answer goes; undefined where it can go nowhere. Untrusted. */
  readonly responseUrl: string | undefined;
}

const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** Reads the body of a request of Slack. A string is the reason why there is no click in it. */
export function readClick(body: Buffer, contentType: string | undefined): Click | string {
  if (!formType.test(contentType ?? ''))
    return 'this address takes clicks alone: enter it under Interactivity, and nowhere else';
  const payloads = new URLSearchParams(body.toString('utf8')).getAll('payload');
  const [payload] = payloads;
  if (payload === undefined || payloads.length > 1) return 'the form has to have one field named payload';
  const parsed = parsedJson(payload);
  const interaction = SlackInteraction.safeParse(parsed);
  if (!interaction.success) return 'the payload is not an interaction of Slack';
  if (interaction.data.type !== 'block_actions') return 'only clicks on buttons of messages are taken here';
  const click = SlackClick.safeParse(parsed);
  // Only the field is named: what stands in it is the sender's.
  if (!click.success) return `the click cannot be read: ${String(click.error.issues[0]?.path[0] ?? 'payload')}`;
  const { user, actions, response_url: responseUrl } = click.data;
  const [{ value, action_ts: at }] = actions;
  return { user: user.id, value, at, responseUrl };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
