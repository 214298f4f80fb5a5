import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OperatorAsk } from '../../model/operators/message.ts';
import { operatorAsks } from '../../model/operators/message.ts';

/** What a click on a button asks for. */
export interface SlackButton {
  readonly ask: OperatorAsk;
  readonly incident: string;
  /** The first run of the incident: one that begins later at the same place is another one. Null where it is not known. */
  readonly run: string | null;
  /** Which plan a vote is for; null for anything else. */
  readonly code: string | null;
}

/** Characters that Slack keeps for a button. */
const maxValueLength = 2_000;
const macLength = 43;

/**
 * Writes a button's value: what it asks for, signed, so that nobody can make one or turn one into another.
 *
 * @returns null where it does not fit a button.
 */
export function sealButton({ ask, incident, run, code }: SlackButton, secret: string): string | null {
  const said = JSON.stringify([ask, incident, run, code]);
  const value = `${macOf(said, secret)}.${said}`;
  return value.length <= maxValueLength ? value : null;
}

/** Reads a button's value; undefined where it was not sealed by this secret. */
export function openButton(value: string, secret: string): SlackButton | undefined {
  const [mac, said] = [value.slice(0, macLength), value.slice(macLength + 1)];
  const expected = Buffer.from(macOf(said, secret));
  const given = Buffer.from(mac);
  if (value.at(macLength) !== '.' || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined;
  // Only this function's twin writes what is signed, but a later version of it may be the one that wrote.
  const parts: unknown = JSON.parse(said);
  if (!Array.isArray(parts)) return undefined;
  const [name, incident, run, code] = parts as readonly unknown[];
  const ask = operatorAsks.find((known) => known === name);
  if (!ask || typeof incident !== 'string' || !isTextOrNull(run) || !isTextOrNull(code)) return undefined;
  return { ask, incident, run, code };
}

/** The first words keep it apart from what Slack signs by the same secret. */
function macOf(said: string, secret: string): string {
  return createHmac('sha256', secret).update(`nightshift-button:${said}`).digest('base64url');
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
