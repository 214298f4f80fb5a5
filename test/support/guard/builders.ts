import type { Caps } from '../../../model/guard/decide.ts';
import type { GroupState } from '../../../model/guard/group.ts';
import type { Claim, EndedRepair, Ledger, RunningRepair } from '../../../model/guard/ledger.ts';
import { emptyLedger } from '../../../model/guard/ledger.ts';
import type { RunbookName } from '../../../model/names.ts';

export const seconds = 1_000;
export const minutes = 60 * seconds;
export const hours = 60 * minutes;

/** The moment at which the builders' guards are asked. */
export const noon = Date.UTC(2026, 0, 1, 12);

/** A runbook of another version: guards count whatever a worker knows. */
export const otherRunbook = 'disk-full' as string as RunbookName;

/** The repair of a shop on web-1, which asks now. */
export function aClaim(overrides: Partial<Claim> = {}): Claim {
  return {
    id: 'run-1',
    target: 'host/web-1/service/shop',
    runbook: 'service-down',
    putAt: noon,
    askedAt: noon,
    groups: [],
    lapsesAfterMs: 2 * hours,
    ...overrides,
  };
}

/** The same, which only wants to know. */
export function aRehearsal(overrides: Partial<Claim> = {}): Claim {
  return aClaim({ lapsesAfterMs: null, ...overrides });
}

/** Caps so wide that none of them is in the way. */
export function wideCaps(overrides: Partial<Caps> = {}): Caps {
  return {
    attempts: { max: 100, withinMs: 6 * hours },
    coolDownMs: 0,
    perHour: { runbook: 1_000, domain: 1_000 },
    parallel: 1_000,
    storm: { targets: 900, withinMs: 5 * minutes, coolDownMs: 10 * minutes },
    ...overrides,
  };
}

/** A repair of another target, under way for a minute. */
export function aRunningRepair(overrides: Partial<RunningRepair> = {}): RunningRepair {
  return {
    id: 'run-0',
    target: 'host/web-2/service/shop',
    runbook: 'service-down',
    begunAt: noon - minutes,
    lapsesAt: noon + hours,
    ...overrides,
  };
}

/** A repair of the claim's own target, which ended ten minutes ago. */
export function anEndedRepair(overrides: Partial<EndedRepair> = {}): EndedRepair {
  return {
    id: 'run-0',
    target: 'host/web-1/service/shop',
    runbook: 'service-down',
    begunAt: noon - 15 * minutes,
    endedAt: noon - 10 * minutes,
    end: 'verified',
    ...overrides,
  };
}

export function aLedger(overrides: Partial<Ledger> = {}): Ledger {
  return { ...emptyLedger, ...overrides };
}

/** Three shops that stand in for each other, all healthy, of which one may be away. */
export function aGroup(overrides: Partial<GroupState> = {}): GroupState {
  const members = ['host/web-1/service/shop', 'host/web-2/service/shop', 'host/web-3/service/shop'];
  return { name: 'shops', limit: 1, unhealthy: [], members, ...overrides };
}
