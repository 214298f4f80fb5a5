import type { Claim, EndedRepair, Ledger } from './ledger.ts';
import { ask, begin, forget, hasActed, isLate, maxEnded, recurrenceOf } from './ledger.ts';
import type { Verdict } from './refusal.ts';

/** How much may be repaired in one failure domain. Times in milliseconds. docs/guards.md explains each. */
export interface Caps {
  /** Repairs of one target by one runbook within a time; then only people act. */
  readonly attempts: { readonly max: number; readonly withinMs: number };
  /** How long a target is left alone after a repair. */
  readonly coolDownMs: number;
  /** Repairs that may begin within an hour. */
  readonly perHour: { readonly runbook: number; readonly domain: number };
  /** Repairs under way at the same time. */
  readonly parallel: number;
  /** More targets than these asking within the time are a storm, which ends so long after it was last one. */
  readonly storm: { readonly targets: number; readonly withinMs: number; readonly coolDownMs: number };
}

/** What became of a claim. */
interface Decision {
  readonly verdict: Verdict;
  /** The proven repair of the same target within 24 hours, if there is one. */
  readonly recurs: boolean;
  readonly ledger: Ledger;
}

const hour = 60 * 60 * 1_000;

/** The least and the most that a repair is told to wait before it asks again. */
const retry = { leastMs: 1_000, mostMs: 60_000 };

/**
 * Decides whether a repair may begin, and enters it when it may. The same claim gets the same answer
 * twice without being counted twice.
 */
export function decide(before: Ledger, claim: Claim, caps: Caps, now: number): Decision {
  const { withinMs } = caps.storm;
  const ledger = withStorm(ask(forget(before, now, withinMs), claim, now, withinMs), caps, now);
  const recurs = recurrenceOf(ledger, claim.target) !== undefined;
  if (ledger.running.some(({ id }) => id === claim.id)) return { verdict: go, recurs, ledger };
  if (isLate(ledger, claim)) return { verdict: late, recurs, ledger };
  const obstacle = obstacleTo(ledger, claim, caps, now);
  if (obstacle) return { verdict: obstacle, recurs, ledger };
  return { verdict: go, recurs, ledger: begin(ledger, claim, now) };
}

const go: Verdict = { verdict: 'go' };
const late: Verdict = { verdict: 'refuse', reason: 'plan-expired', detail: 'this repair has ended already' };

function obstacleTo(ledger: Ledger, claim: Claim, caps: Caps, now: number): Verdict | undefined {
  if (ledger.running.some(({ target }) => target === claim.target))
    return wait('target-locked', 'another repair of this target is under way', retry.leastMs);
  return (
    tooManyAttempts(ledger, claim, caps, now) ??
    coolingDown(ledger, claim, caps, now) ??
    storming(ledger, now) ??
    tooManyAtOnce(ledger, caps) ??
    overBudget(ledger, claim, caps, now) ??
    tooManyAway(ledger, claim)
  );
}

function tooManyAttempts(ledger: Ledger, claim: Claim, { attempts }: Caps, now: number): Verdict | undefined {
  const counted = repairsOf(ledger, claim).filter(
    ({ runbook, endedAt }) => runbook === claim.runbook && endedAt > now - attempts.withinMs,
  );
  if (counted.length < attempts.max) return undefined;
  return {
    verdict: 'refuse',
    reason: 'attempts-exhausted',
    detail: `${claim.runbook} has repaired this target ${counted.length} times already`,
  };
}

function coolingDown(ledger: Ledger, claim: Claim, { coolDownMs }: Caps, now: number): Verdict | undefined {
  const last = repairsOf(ledger, claim).at(-1);
  const left = last ? last.endedAt + coolDownMs - now : 0;
  return left > 0 ? wait('cool-down', 'the target was repaired a short time ago', left) : undefined;
}

function storming({ stormUntil }: Ledger, now: number): Verdict | undefined {
  if (stormUntil === null) return undefined;
  return wait('storm', 'too much is sick at once', stormUntil - now);
}

function tooManyAtOnce({ running }: Ledger, { parallel }: Caps): Verdict | undefined {
  if (running.length < parallel) return undefined;
  return wait('too-many-repairs', `${running.length} repairs are under way in this failure domain`, 5 * retry.leastMs);
}

function overBudget(ledger: Ledger, claim: Claim, { perHour }: Caps, now: number): Verdict | undefined {
  const ended = ledger.ended.filter(hasActed);
  if (ended.length >= maxEnded) return wait('budget-exhausted', 'the ledger of a day is full', retry.mostMs);
  const begun = [...ledger.running, ...ended].filter(({ begunAt }) => begunAt > now - hour);
  const ofRunbook = begun.filter(({ runbook }) => runbook === claim.runbook);
  const full = ofRunbook.length >= perHour.runbook ? ofRunbook : begun.length >= perHour.domain ? begun : undefined;
  if (!full) return undefined;
  const freeAt = Math.min(...full.map(({ begunAt }) => begunAt)) + hour;
  const whose = full === ofRunbook ? `of ${claim.runbook}` : 'of the failure domain';
  return wait('budget-exhausted', `the repairs ${whose} for this hour are used up: ${full.length}`, freeAt - now);
}

/** Counts the target itself as away, and every other member that is unhealthy or under repair. */
function tooManyAway({ running }: Ledger, claim: Claim): Verdict | undefined {
  for (const { name, limit, unhealthy, members } of claim.groups) {
    const repaired = running.map(({ target }) => target).filter((target) => members.includes(target));
    const away = new Set([claim.target, ...unhealthy, ...repaired]);
    if (away.size <= limit) continue;
    const detail = `${away.size} of ${members.length} members of ${name} would be away, ${limit} may be`;
    return wait('blast-radius', detail, 10 * retry.leastMs);
  }
  return undefined;
}

/** A storm begins when too many targets ask within its window, and lasts until some time after they do not. */
function withStorm(ledger: Ledger, { storm }: Caps, now: number): Ledger {
  const latest = now + storm.coolDownMs;
  if (ledger.asked.length > storm.targets) return { ...ledger, stormUntil: latest };
  if (ledger.stormUntil === null || ledger.stormUntil <= now) return { ...ledger, stormUntil: null };
  // A cool-down that operators have shortened holds at once.
  return { ...ledger, stormUntil: Math.min(ledger.stormUntil, latest) };
}

/** Every repair of the claim's target that acted, or may have. */
function repairsOf({ ended }: Ledger, { target }: Claim): readonly EndedRepair[] {
  return ended.filter((repair) => repair.target === target && hasActed(repair));
}

function wait(reason: (Verdict & { verdict: 'wait' })['reason'], detail: string, afterMs: number): Verdict {
  const retryAfterMs = Math.min(retry.mostMs, Math.max(retry.leastMs, afterMs));
  return { verdict: 'wait', reason, detail, retryAfterMs };
}
