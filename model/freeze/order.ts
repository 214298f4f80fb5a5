import type { RunbookName } from '../names.ts';
import { runbookNames } from '../names.ts';
import { isTargetPattern } from '../remediation/policy.ts';
import { canonicalPath } from '../target.ts';
import { onOneLine, shorten } from '../text/markdown.ts';
import { maskSecrets } from '../text/redaction.ts';
import type { Freeze, FreezeScope } from './freeze.ts';
import { freezeId } from './freeze.ts';
import { isObject, isText, isTextOrNull } from '../shapes.ts';

/** A wish to freeze. Anyone may signal anything, so what arrives is read by {@link readFreezeOrder}. */
export interface FreezeOrder extends FreezeScope {
  readonly reason: string;
  readonly by: string;
}

/** A wish to lift a freeze. */
export interface UnfreezeOrder {
  readonly id: string;
  readonly by: string;
}

/** The places in Kubernetes that a freeze may name in place of a target pattern; null where it does not say. */
interface KubernetesPlace {
  readonly cluster: string | null;
  readonly namespace: string | null;
}

const maxReasonLength = 200;
const maxNameLength = 100;
/** An id names a runbook and a target pattern, each of which is bounded. */
const maxIdLength = 400;
/** Beyond this a text is cut before anything searches it. */
const maxTextLength = 2_000;

const orderFields = ['target', 'cluster', 'namespace', 'runbook', 'reason', 'by'];

/**
 * Reads what a message carried. A kill switch must be easy to pull: nothing at all freezes everything,
 * and so does a text, which is the reason. An object may name `target`, or `cluster` and `namespace`,
 * and `runbook`, `reason` and `by`.
 *
 * @returns undefined when it cannot be read: a misspelt field or name must not freeze something else.
 */
export function readFreezeOrder(value: unknown): FreezeOrder | undefined {
  const said = typeof value === 'string' ? { reason: value } : value === true ? {} : (value ?? {});
  if (!isObject(said) || !Object.keys(said).every((field) => orderFields.includes(field))) return undefined;
  const scope = readScope(said);
  const { reason = null, by = null } = said;
  if (!scope || !isTextOrNull(reason) || !isTextOrNull(by)) return undefined;
  return { ...scope, reason: line(reason, maxReasonLength) || 'no reason given', by: nameOf(by) };
}

/** Reads what a message carried: the id of a freeze, or an object with `id` and `by`; undefined when it is neither. */
export function readUnfreezeOrder(value: unknown): UnfreezeOrder | undefined {
  const { id, by = null }: Record<string, unknown> = isObject(value) ? value : { id: value };
  if (!isText(id) || id === '' || id.length > maxIdLength || !isTextOrNull(by)) return undefined;
  return { id, by: nameOf(by) };
}

/** What the kill switch shows in its memo: the freezes, and the run that vouches for them. */
export interface FreezeNotice {
  readonly run: string;
  readonly freezes: readonly Freeze[];
}

/** Reads what the memo holds; undefined unless every part has the right shape. */
export function readNotice(value: unknown): FreezeNotice | undefined {
  if (!isObject(value) || !isText(value['run'])) return undefined;
  const freezes = readFreezes(value['freezes']);
  return freezes && { run: value['run'], freezes };
}

/** Reads a list of freezes that a workflow wrote; undefined unless every part has the right shape. */
export function readFreezes(value: unknown): readonly Freeze[] | undefined {
  return Array.isArray(value) && value.every(isFreeze) ? value : undefined;
}

/** The freeze that an order asks for. */
export function freezeOf({ target, runbook, reason, by }: FreezeOrder, at: string): Freeze {
  const scope = { target, runbook };
  return { id: freezeId(scope), scope, reason, by, at };
}

/** The target pattern of a place in Kubernetes; undefined when a name is empty or too long, null for no place at all. */
export function placePattern({ cluster, namespace }: KubernetesPlace): string | null | undefined {
  if (cluster === null && namespace === null) return null;
  const names = namespace === null ? [cluster] : [cluster, namespace];
  if (names.some((name) => name !== null && (name === '' || name.length > maxNameLength))) return undefined;
  const pattern = ['kubernetes', ...names.map((name) => (name === null ? '*' : canonicalPath(name)))].join('/');
  return isTargetPattern(pattern) ? pattern : undefined;
}

function readScope(said: Record<string, unknown>): FreezeScope | undefined {
  const { target = null, cluster = null, namespace = null, runbook = null } = said;
  if (!isTextOrNull(target) || !isTextOrNull(cluster) || !isTextOrNull(namespace)) return undefined;
  const place = placePattern({ cluster, namespace });
  if (place === undefined || (place !== null && target !== null)) return undefined;
  if (target !== null && !isTargetPattern(target)) return undefined;
  if (runbook !== null && !isRunbookName(runbook)) return undefined;
  return { target: target ?? place, runbook };
}

function isFreeze(value: unknown): value is Freeze {
  if (!isObject(value) || !isObject(value['scope'])) return false;
  const { id, scope, reason, by, at } = value;
  // A runbook of another version counts as well: it stops what that version runs.
  return [id, reason, by, at].every(isText) && isTextOrNull(scope['target']) && isTextOrNull(scope['runbook']);
}

function nameOf(text: string | null): string {
  return line(text, maxNameLength) || 'unknown';
}

function line(text: string | null, maxLength: number): string {
  return shorten(maskSecrets(onOneLine((text ?? '').slice(0, maxTextLength))), maxLength);
}

function isRunbookName(value: unknown): value is RunbookName {
  return isText(value) && (runbookNames as readonly string[]).includes(value);
}
