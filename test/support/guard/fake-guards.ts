import type { GuardClient } from '../../../clients/temporal/guards.ts';
import type { Caps } from '../../../model/guard/decide.ts';
import { decide } from '../../../model/guard/decide.ts';
import type { Claim, Ledger } from '../../../model/guard/ledger.ts';
import { emptyLedger, settle } from '../../../model/guard/ledger.ts';

const minute = 60_000;

/** Caps that stand in nobody's way. */
export function wideCaps(overrides: Partial<Caps> = {}): Caps {
  return {
    attempts: { max: 100, withinMs: 24 * 60 * minute },
    coolDownMs: 0,
    perHour: { runbook: 100, domain: 100 },
    parallel: 100,
    storm: { targets: 100, withinMs: minute, coolDownMs: minute },
    ...overrides,
  };
}

/** Guards that decide as the real ones do, and keep their ledgers in memory. */
interface FakeGuards extends GuardClient {
  /** What they were asked, in order. */
  readonly claims: readonly { readonly domain: string; readonly claim: Claim; readonly caps: Caps }[];
  /** What the guard of a failure domain remembers. */
  readonly ledgerOf: (domain: string) => Ledger;
}

/** Makes them. Unless told otherwise they remember nothing. */
export function fakeGuards(before: Readonly<Record<string, Ledger>> = {}): FakeGuards {
  const ledgers = new Map(Object.entries(before));
  const claims: { domain: string; claim: Claim; caps: Caps }[] = [];
  const ledgerOf = (domain: string): Ledger => ledgers.get(domain) ?? emptyLedger;
  return {
    claims,
    ledgerOf,
    async claim(domain, claim, caps) {
      claims.push({ domain, claim, caps });
      const { verdict, recurs, ledger } = decide(ledgerOf(domain), claim, caps, Date.now());
      ledgers.set(domain, ledger);
      return { verdict, recurs };
    },
    async settle(domain, id, end) {
      ledgers.set(domain, settle(ledgerOf(domain), id, end, Date.now()));
    },
  };
}
