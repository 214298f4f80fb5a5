import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caps } from '../../../../model/guard/decide.ts';
import { decide } from '../../../../model/guard/decide.ts';
import { ledgerDetails } from '../../../../model/guard/details.ts';
import type { Claim, Ledger } from '../../../../model/guard/ledger.ts';
import { emptyLedger, maxEnded, settle } from '../../../../model/guard/ledger.ts';
import { readClaims, readSettlement } from '../../../../model/guard/messages.ts';
import { aClaim, aGroup, aRehearsal, hours, minutes, noon, wideCaps } from '../../../support/guard/builders.ts';

const week = 7 * 24 * hours;

/** What arrives when something is sent. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

describe('readClaims', () => {
  it.each<[what: string, claim: Claim]>([
    ['a claim', aClaim()],
    ['a rehearsal', aRehearsal()],
    ['a claim in groups', aClaim({ groups: [aGroup(), aGroup({ name: 'Räck 1', unhealthy: ['host/web-2'] })] })],
    ['a claim of a runbook that this version does not know', aClaim({ runbook: 'disk-full' as Claim['runbook'] })],
    ['a Kubernetes target', aClaim({ target: 'kubernetes/prod/-/Node/node-1' })],
    ['a run id', aClaim({ id: '0193a3b4-7f6e-7c11-9d3e-0d6b1d0f2a11' })],
  ])('takes %s', (_what, claim) => {
    expect(readClaims([sent(claim)], sent(wideCaps()))).toBe(true);
  });

  it.each<[what: string, part: object]>([
    ['no id', { id: undefined }],
    ['an empty id', { id: '' }],
    ['an id that is no name', { id: 'a\nb' }],
    ['a long id', { id: 'a'.repeat(101) }],
    ['no target', { target: undefined }],
    ['a target that is no canonical path', { target: '[a](//b)' }],
    ['a long target', { target: 'a'.repeat(201) }],
    ['no runbook', { runbook: null }],
    ['a time that is a text', { askedAt: '2026-01-01T00:00:00Z' }],
    ['a negative time', { askedAt: -1 }],
    ['a question put at no time', { putAt: null }],
    ['no time to lapse', { lapsesAfterMs: undefined }],
    ['a time to lapse that is a text', { lapsesAfterMs: '2h' }],
    ['a time to lapse of more than a week', { lapsesAfterMs: week + 1 }],
    ['no groups', { groups: undefined }],
    ['groups that are none', { groups: [null] }],
    ['a group without a name', { groups: [aGroup({ name: undefined as never })] }],
    ['a group with a limit in words', { groups: [aGroup({ limit: '40%' as never })] }],
    ['a group without members', { groups: [{ ...aGroup(), members: undefined }] }],
    ['a group with a member that is no target', { groups: [aGroup({ members: ['a b'] })] }],
    ['a group with junk that is sick', { groups: [aGroup({ unhealthy: [7 as never] })] }],
  ])('refuses a claim with %s', (_what, part) => {
    expect(readClaims([sent({ ...aClaim(), ...part })], wideCaps())).toBe(false);
  });

  it.each<[what: string, part: object]>([
    ['no attempts', { attempts: undefined }],
    ['no number of attempts', { attempts: { withinMs: hours } }],
    ['attempts within for ever', { attempts: { max: 1, withinMs: week + 1 } }],
    ['a cool-down in words', { coolDownMs: '5m' }],
    ['a cool-down without end', { coolDownMs: 1e300 }],
    ['no budget', { perHour: null }],
    ['a negative budget', { perHour: { runbook: -1, domain: 1 } }],
    ['half a budget', { perHour: { runbook: 1 } }],
    ['no parallel repairs at all', { parallel: undefined }],
    ['more parallel repairs than a ledger holds', { parallel: 1_001 }],
    ['no storm', { storm: [] }],
    ['a storm of nobody knows how many', { storm: { targets: null, withinMs: 1, coolDownMs: 1 } }],
    ['a storm without end', { storm: { targets: 0, withinMs: 1, coolDownMs: week + 1 } }],
  ])('refuses caps with %s', (_what, part) => {
    expect(readClaims([aClaim()], sent({ ...wideCaps(), ...part }))).toBe(false);
  });

  it('takes several, and refuses none at all', () => {
    const [several, none] = [[aClaim(), aClaim({ id: 'another' })], []].map((claims) =>
      readClaims(sent(claims), wideCaps()),
    );

    expect({ several, none }).toEqual({ several: true, none: false });
  });

  it('refuses any junk without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        const answers = [
          readClaims([aClaim(), junk], wideCaps()),
          readClaims([aClaim()], junk),
          readClaims([junk], junk),
          readClaims(junk, wideCaps()),
        ];

        expect(answers).toEqual([false, false, false, false]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets nothing through that a guard could break at, or that would stay in its way for good', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(aHostileClaim, hostileCaps), { maxLength: 20 }), (messages) => {
        const after = messages
          .filter(([claim, caps]) => readClaims([claim], caps))
          .reduce((ledger, [claim, caps]) => decided(ledger, claim as Claim, caps as Caps), emptyLedger);
        const nextWeek = noon + week + 25 * hours;

        const honest = decide(after, aClaim({ putAt: nextWeek, askedAt: nextWeek }), wideCaps(), nextWeek);

        expect(honest.verdict).toEqual({ verdict: 'go' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets nobody make a guard remember more than a payload holds', () => {
    const storm = { targets: 1e9, withinMs: hours, coolDownMs: hours };
    const caps = wideCaps({ perHour: { runbook: 1e9, domain: 1e9 }, storm });
    let ledger = emptyLedger;
    for (let nth = 0; nth < maxEnded + 999; nth++) {
      const claim = aClaim({ ...longest(nth), target: `${nth}`.padStart(200, '~') });
      ledger = decide(ledger, claim, caps, noon + nth).ledger;
      if (nth < maxEnded - 1) ledger = settle(ledger, claim.id, 'not-verified', noon + nth);
    }

    const next = decide(ledger, aClaim(), caps, noon + 5_000);

    expect(readClaims([aClaim(longest(0))], caps)).toBe(true);
    expect([ledger.ended.length, ledger.running.length, ledger.asked.length]).toEqual([maxEnded - 1, 1_000, 1_000]);
    expect(next.verdict).toMatchObject({ reason: 'too-many-repairs' });
    expect(JSON.stringify(ledger).length).toBeLessThan(2 * 1_024 * 1_024);
  });
});

describe('readSettlement', () => {
  it.each([
    [
      { id: 'run-1', end: 'verified' },
      { id: 'run-1', end: 'verified' },
    ],
    [
      { id: 'run-1', end: 'lapsed', more: 1 },
      { id: 'run-1', end: 'lapsed' },
    ],
  ])('reads %j', (value, expected) => {
    expect(readSettlement(sent(value))).toEqual(expected);
  });

  it.each([
    [null],
    ['run-1'],
    [[]],
    [{}],
    [{ id: 'run-1' }],
    [{ end: 'verified' }],
    [{ id: 'run-1', end: 'well' }],
    [{ id: 7, end: 'verified' }],
    [{ id: 'a'.repeat(101), end: 'verified' }],
    [{ id: 'a b', end: 'verified' }],
    [[{ id: 'run-1', end: 'verified' }]],
  ])('refuses %j', (value) => {
    expect(readSettlement(value)).toBeUndefined();
  });

  it('refuses any junk without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (junk, other) => {
        expect([readSettlement(junk), readSettlement({ id: junk, end: other })]).toEqual([undefined, undefined]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** A claim with as long texts as a guard takes. */
function longest(nth: number): Pick<Claim, 'id' | 'runbook'> {
  return { id: `${nth}`.padStart(100, '~'), runbook: '~'.repeat(100) as Claim['runbook'] };
}

/** Asks, and insists on an answer that makes sense. */
function decided(before: Ledger, claim: Claim, caps: Caps): Ledger {
  const { verdict, ledger } = decide(before, claim, caps, noon);

  expect(numbersIn([verdict, ledger]).filter((number) => !Number.isFinite(number))).toEqual([]);
  expect(verdict.verdict === 'wait' ? verdict.retryAfterMs : minutes).toSatisfy((ms) => ms >= 1_000 && ms <= minutes);
  // The guard shows what it knows after every message.
  expect(ledgerDetails(ledger)).toContain('under way');
  return ledger;
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** Mostly what it should be. */
function mostly(...valid: readonly unknown[]): fc.Arbitrary<unknown> {
  const number = fc.oneof(fc.double(), fc.constantFrom(0, 1, noon, week, 1e15, 1e300, Number.MAX_VALUE));
  return fc.oneof(
    { arbitrary: fc.constantFrom(...valid), weight: 12 },
    { arbitrary: number, weight: 2 },
    { arbitrary: fc.anything(), weight: 1 },
  );
}

const aHostileClaim = fc.record({
  id: mostly('run-1', 'run-2', 'run-3', 'run-4'),
  target: mostly('host/web-1/service/shop', 'host/web-2/service/shop', 'host/web-3'),
  runbook: mostly('service-down', 'disk-full'),
  putAt: mostly(noon, noon + week),
  askedAt: mostly(noon, noon + week),
  lapsesAfterMs: mostly(hours, week, null),
  groups: mostly([], [aGroup()], [aGroup({ limit: 0 })]),
});

const hostileCaps = fc.record({
  attempts: fc.record({ max: mostly(0, 3), withinMs: mostly(hours, week) }),
  coolDownMs: mostly(0, week),
  perHour: fc.record({ runbook: mostly(0, 20), domain: mostly(30) }),
  parallel: mostly(0, 5, 1_000),
  storm: fc.record({ targets: mostly(0, 15), withinMs: mostly(minutes, week), coolDownMs: mostly(minutes, week) }),
});
