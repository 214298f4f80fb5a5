import { isObject, isText } from '../shapes.ts';
import type { HandedOnRef, OwnMessageRef } from '../remediation/sender.ts';
import type { Vote } from '../remediation/vote.ts';

/** Where an incident got a vote that it hands on. */
type HandedOn = Pick<HandedOnRef, 'runId' | 'message'>;

/** A vote on its way from an incident to the remediation that waits for it. */
export interface HandedOnVote extends Vote {
  readonly handedOn: HandedOn;
}

const maxIdLength = 1_000;
/** What servers give; they are not even asked for anything else. */
const runIdShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads where a vote says that it comes from. Anyone may write that: it proves nothing before it was looked up.
 *
 * @returns null where it does not say so, undefined where that cannot be read.
 */
export function readHandedOn(input: unknown): HandedOn | null | undefined {
  const handedOn = isObject(input) ? input['handedOn'] : undefined;
  if (handedOn === undefined || handedOn === null) return null;
  if (!isObject(handedOn)) return undefined;
  const { runId, message } = handedOn;
  const ref = readRef(message);
  return isText(runId) && runIdShape.test(runId) && ref ? { runId, message: ref } : undefined;
}

function readRef(value: unknown): OwnMessageRef | undefined {
  if (!isObject(value)) return undefined;
  const { kind, name, nth, id } = value;
  if (kind === 'update' && isId(id)) return { kind, id };
  if (kind !== 'signal' || !isId(name) || typeof nth !== 'number' || !Number.isSafeInteger(nth)) return undefined;
  return { kind, name, nth };
}

function isId(value: unknown): value is string {
  return isText(value) && value.length > 0 && value.length <= maxIdLength;
}
