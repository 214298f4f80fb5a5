import { firstInTraces } from './evidence/error-chains.ts';
import type { Evidence } from './evidence/weigh.ts';
import { newsOf, onsetOfTrouble } from './onset-of-trouble.ts';
import type { Services } from './services.ts';
import { servicesOf } from './services.ts';
import type { Weights } from './weights.ts';

/** How much of each weight a suspect gets; `echo` is given when suspects are placed. */
type Shares = Readonly<Record<Exclude<keyof Weights, 'echo'>, number>>;

/** Kinds of lines that may explain an incident, and who names whom in them. */
export interface Suspects {
  readonly all: readonly { readonly evidence: Evidence; readonly shares: Shares }[];
  readonly services: Services;
}

const [warning, error, fatal] = [1, 2, 3];
/** The part of the incident that changes may come before the first failure, or after it. */
const changeWindow = 0.3;
/** The part of the incident in which what comes later than the first failure loses most of its worth. */
const fading = 0.05;
/** A kind of line that came so often at most is an event, not a flow. */
const fewLines = 3;

/**
 * What may explain the incident; null where no failure is new or more frequent beyond chance, and no service fell
 * silent. Only then lines count that came once, and changes that were no failures.
 */
export function suspectsIn(all: readonly Evidence[], duringMs: number): Suspects | null {
  const failures = all.filter(isFailure);
  if (failures.length === 0) return null;
  const first = onsetOfTrouble(failures, duringMs);
  const candidates = all.filter((one) => isCandidate(one, first, changeWindow * duringMs));
  const services = servicesOf(candidates);
  const firsts = firstInTraces(candidates.map(({ group }) => group));
  const sharesOf = (evidence: Evidence): Shares => {
    const distance = evidence.sample.at - first;
    const isSick = evidence.severity >= warning || evidence.exit !== null;
    // What certainly failed before is no less suspect; other things are the less, the longer ago they were.
    const late = evidence.change === 'rate' && isSick ? Math.max(0, distance) : Math.abs(distance);
    const inTraces = firsts.get(evidence.group);
    return {
      ...ownShares(evidence),
      isNew: evidence.isNew ? newsOf(evidence, distance) : 0,
      early: Math.exp(-late / (fading * duringMs)),
      firstInTraces: inTraces === undefined ? 0 : 2 * inTraces - 1,
      blames: services.blamedBy(evidence).length > 0 ? 1 : 0,
      isBlamed: services.blamed.has(evidence.group.service ?? '') ? 1 : 0,
      isInvolved: !isSick && services.isInvolved(evidence) ? 1 : 0,
    };
  };
  return { all: candidates.map((evidence) => ({ evidence, shares: sharesOf(evidence) })), services };
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

/** What speaks for evidence by itself. */
function ownShares({ change, isNew, ratio, during, severity, exit, significance, tone }: Evidence) {
  return {
    warning: severity === warning ? 1 : 0,
    error: severity === error ? 1 : 0,
    fatal: severity === fatal ? 1 : 0,
    exitCause: exit?.isCause === true ? 1 : 0,
    exitEffect: exit?.isCause === false ? 1 : 0,
    exploded: change === 'rate' && !isNew ? Math.min(1, Math.log10(ratio)) : 0,
    significance: Math.min(1, -Math.log10(significance + 1e-12) / 6),
    values: change === 'values' ? 1 : 0,
    silence: change === 'silence' ? 1 : 0,
    changeWords: during <= fewLines && severity < error ? tone.changes : 0,
    strainedWords: tone.isStrained && !tone.isVictim ? 1 : 0,
  };
}
