import { isEcho } from './echoes.ts';
import { firstInTraces } from './evidence/error-chains.ts';
import type { Evidence } from './evidence/weigh.ts';
import { servicesOf } from './services.ts';
import type { Weights } from './weights.ts';
import { weights as chosen } from './weights.ts';

const error = 2;
const warning = 1;
/** The part of the incident that changes may come before the first failure, or after it. */
const changeWindow = 0.3;
/** The part of the incident in which what comes later than the first failure loses most of its worth. */
const fading = 0.05;
/** The part of the incident that failures may come before the most significant one and belong to it. */
const beginning = 0.1;
/** A kind of line that came so often at most is an event, not a flow. */
const fewLines = 3;

/**
 * What may explain the incident, the most probable first; nothing where no failure is new or more frequent beyond
 * chance, and no service fell silent. Only then lines count that came once, and changes that were no failures.
 */
export function rank(all: readonly Evidence[], duringMs: number, weights: Weights = chosen): readonly Evidence[] {
  const failures = all.filter(isFailure);
  if (failures.length === 0) return [];
  const first = onsetOfTrouble(failures, duringMs);
  const candidates = all.filter((one) => isCandidate(one, first, changeWindow * duringMs));
  const services = servicesOf(candidates);
  const firsts = firstInTraces(candidates.map(({ group }) => group));
  const worth = new Map(
    candidates.map((one) => {
      const distance = one.sample.at - first;
      const isSick = one.severity >= warning || one.exit !== null;
      // What certainly failed before is no less suspect; other things are the less, the longer ago they were.
      const late = one.change === 'rate' && isSick ? Math.max(0, distance) : Math.abs(distance);
      const early = Math.exp(-late / (fading * duringMs));
      const share = firsts.get(one.group);
      const value =
        ownWorth(one, weights) +
        newsWorth(one, distance, weights) +
        weights.early * early +
        (share === undefined ? 0 : weights.firstInTraces * (2 * share - 1)) +
        (services.blamedBy(one).length > 0 ? weights.blames : 0) +
        (services.blamed.has(one.group.service ?? '') ? weights.isBlamed : 0) +
        (!isSick && services.isInvolved(one) ? weights.isInvolved : 0);
      return [one, value] as const;
    }),
  );
  return placeByWorth(worth, (one, placed) => (isEcho(one, placed, services) ? weights.echo : 0));
}

/** Places the best first, then the best of what is left after echoes of those placed lost some of their worth. */
function placeByWorth(
  worth: ReadonlyMap<Evidence, number>,
  loss: (one: Evidence, placed: readonly Evidence[]) => number,
): readonly Evidence[] {
  const left = [...worth.keys()].toSorted(
    (one, other) => (worth.get(other) ?? 0) - (worth.get(one) ?? 0) || one.sample.at - other.sample.at,
  );
  const placed: Evidence[] = [];
  // Only the first few are shown; the others keep their order.
  while (left.length > 0 && placed.length < 10) {
    const values = left.map((one) => (worth.get(one) ?? 0) + loss(one, placed));
    placed.push(...left.splice(values.indexOf(Math.max(...values)), 1));
  }
  return [...placed, ...left];
}

/** When it began: the first failure of those that came shortly before the most significant one. */
function onsetOfTrouble(failures: readonly Evidence[], duringMs: number): number {
  const main = failures.reduce((one, other) => (strength(other) > strength(one) ? other : one)).sample.at;
  const times = failures.map(({ sample }) => sample.at).filter((at) => at <= main && at >= main - beginning * duringMs);
  return Math.min(...times);
}

/** Counts tell apart what is certain anyway. */
function strength({ significance, during }: Evidence): number {
  return -Math.log10(significance + 1e-300) + during / 1e6;
}

/** How remarkable it is that a line that came never before, and is too rare to be tested, came just then. */
function newsWorth({ change, isNew, usualNews }: Evidence, distance: number, weights: Weights): number {
  if (change !== null || !isNew) return 0;
  const chance = -Math.expm1(-2 * usualNews * Math.max(1_000, Math.abs(distance)));
  return weights.isNew * Math.min(1, -Math.log10(chance) / 2);
}

function isFailure({ change, severity, exit }: Evidence): boolean {
  if (change === 'silence') return true;
  return change === 'rate' && (severity >= error || exit?.isCause === true);
}

function isCandidate({ change, isNew, severity, exit, sample }: Evidence, first: number, window: number): boolean {
  const isNear = Math.abs(sample.at - first) <= window;
  if (change === 'rate') return severity >= warning || exit !== null || isNear;
  if (change !== null) return isNear;
  return isNew && isNear && (severity >= warning || sample.at <= first);
}

/** What a candidate is worth by itself. */
function ownWorth(
  { change, isNew, ratio, during, severity, exit, significance, tone }: Evidence,
  weights: Weights,
): number {
  const byChange =
    change === 'values'
      ? weights.values
      : change === 'silence'
        ? weights.silence
        : isNew
          ? change === null
            ? 0
            : weights.isNew
          : weights.exploded * Math.min(1, Math.log10(ratio));
  return (
    ([0, weights.warning, weights.error, weights.fatal][severity] ?? 0) +
    (exit ? (exit.isCause ? weights.exitCause : weights.exitEffect) : 0) +
    byChange +
    weights.significance * Math.min(1, -Math.log10(significance + 1e-12) / 6) +
    (during <= fewLines && severity < error ? weights.changeWords * tone.changes : 0) +
    (tone.isStrained && !tone.isVictim ? weights.strainedWords : 0)
  );
}
