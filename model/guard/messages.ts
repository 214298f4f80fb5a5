import { isCanonicalPath } from '../target.ts';
import type { RepairEnd } from './ledger.ts';
import { repairEnds } from './ledger.ts';
import { isAmount, isObject } from '../shapes.ts';

/** Ids are those of runs, and runbooks have the names of files. */
const maxNameLength = 100;

/** More than any time that the configuration allows. */
const maxTimeMs = 7 * 24 * 60 * 60 * 1_000;

/** As many repairs at once as the configuration allows: what a guard remembers must fit a payload of 2 MiB. */
const maxParallel = 1_000;

/**
 * Whether claims and their caps can be decided on. Anyone who reaches the server may send some, and a value
 * of a wrong shape in a guard's ledger would break every claim after it.
 */
export function readClaims(claims: unknown, caps: unknown): boolean {
  return Array.isArray(claims) && claims.length > 0 && claims.every(isClaim) && areCaps(caps);
}

/** Reads how a repair ended; undefined unless every part has the right shape. */
export function readSettlement(value: unknown): { readonly id: string; readonly end: RepairEnd } | undefined {
  if (!isObject(value)) return undefined;
  const { id } = value;
  const end = repairEnds.find((known) => known === value['end']);
  return isName(id) && end ? { id, end } : undefined;
}

function isClaim(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { id, target, runbook, putAt, askedAt, lapsesAfterMs, groups } = value;
  return (
    isName(id) &&
    isTarget(target) &&
    // Of any name: another worker may know more runbooks than this one.
    isName(runbook) &&
    isAmount(putAt) &&
    isAmount(askedAt) &&
    (lapsesAfterMs === null || isTime(lapsesAfterMs)) &&
    Array.isArray(groups) &&
    groups.every(isGroup)
  );
}

function areCaps(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { attempts, coolDownMs, perHour, parallel, storm } = value;
  if (!isObject(attempts) || !isObject(perHour) || !isObject(storm)) return false;
  const counts = [attempts['max'], perHour['runbook'], perHour['domain'], parallel, storm['targets']];
  const times = [attempts['withinMs'], coolDownMs, storm['withinMs'], storm['coolDownMs']];
  return counts.every(isAmount) && times.every(isTime) && Number(parallel) <= maxParallel;
}

function isGroup(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, limit, unhealthy, members } = value;
  return isShortText(name) && isAmount(limit) && areTargets(unhealthy) && areTargets(members);
}

function areTargets(value: unknown): boolean {
  return Array.isArray(value) && value.every(isTarget);
}

function isTarget(value: unknown): boolean {
  return typeof value === 'string' && isCanonicalPath(value);
}

function isTime(value: unknown): boolean {
  return isAmount(value) && value <= maxTimeMs;
}

/** A short text of the letters that a path may have. */
function isName(value: unknown): value is string {
  return isShortText(value) && isCanonicalPath(value);
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxNameLength;
}
