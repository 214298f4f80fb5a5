import { firstInTraces } from './error-chains.ts';
import type { Evidence } from './evidence.ts';

/** Below this a difference is taken for real. */
const significant = 0.01;
/** Times more frequent, from which a known template counts as exploded. */
const exploded = 3;
/** What each severity is worth. */
const severityScores = [0, 0.8, 1.5, 2];
const error = 2;
const warning = 1;
/** The part of the incident that changes may come before the first failure. */
const changeWindow = 0.3;

/**
 * What may explain the incident, the most probable first; nothing where no failure is new or more frequent beyond
 * chance. Only then lines count that came once, and changes that were no failures.
 */
export function rank(all: readonly Evidence[], duringMs: number): readonly Evidence[] {
  const remarkable = all.filter(isRemarkable);
  const failures = remarkable.filter(isFailure);
  if (failures.length === 0) return [];
  const first = Math.min(...failures.map(({ sample }) => sample.at));
  const isNear = ({ sample }: Evidence): boolean => Math.abs(sample.at - first) <= changeWindow * duringMs;
  const changes = all.filter(
    (one) =>
      !remarkable.includes(one) && one.isNew && isNear(one) && (one.severity >= warning || one.sample.at <= first),
  );
  const candidates = [...remarkable.filter((one) => one.severity >= warning || one.exit || isNear(one)), ...changes];
  const score = scorer(candidates, duringMs);
  return candidates
    .map((one) => ({ one, score: score(one) }))
    .toSorted((left, right) => right.score - left.score || left.one.sample.at - right.one.sample.at)
    .map(({ one }) => one);
}

function isRemarkable(one: Evidence): boolean {
  if (one.isNew && one.exit?.isCause) return true;
  return one.significance <= significant && (one.isNew || one.ratio >= exploded);
}

function isFailure({ severity, exit }: Evidence): boolean {
  return severity >= error || exit?.isCause === true;
}

/** Adds up what speaks for a candidate; docs/decisions/0015 explains each part. */
function scorer(candidates: readonly Evidence[], duringMs: number): (one: Evidence) => number {
  const first = Math.min(...candidates.map(({ sample }) => sample.at));
  const firsts = firstInTraces(candidates.map(({ group }) => group));
  const services = [...new Set(candidates.flatMap(({ group }) => group.service ?? []))];
  const blamedBy = ({ severity, sample, group }: Evidence): readonly string[] => {
    const words = severity < warning ? [] : sample.message.slice(0, 1_000).split(/[^\w-]+/);
    return services.filter((name) => name !== group.service && words.includes(name));
  };
  const blamed = new Set(candidates.flatMap(blamedBy));
  return (one) => {
    const share = firsts.get(one.group);
    return (
      (severityScores[one.severity] ?? 0) +
      (one.exit ? (one.exit.isCause ? 2.5 : -0.75) : 0) +
      (one.isNew ? 1 : Math.min(1, Math.log10(one.ratio))) +
      Math.min(0.5, -Math.log10(one.significance + 1e-12) / 12) +
      2 * Math.exp((first - one.sample.at) / (0.05 * duringMs)) +
      (share === undefined ? 0 : 2 * share - 1) -
      (blamedBy(one).length > 0 ? 1.5 : 0) +
      (blamed.has(one.group.service ?? '') ? 0.75 : 0)
    );
  };
}
