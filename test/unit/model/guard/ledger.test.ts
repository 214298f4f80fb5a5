import { describe, expect, it } from 'vitest';
import type { Claim, Ledger } from '../../../../model/guard/ledger.ts';
import { ask, begin, forget, isLate, recurrenceOf, repairEnds, settle } from '../../../../model/guard/ledger.ts';
import {
  aClaim,
  aLedger,
  aRehearsal,
  aRunningRepair,
  anEndedRepair,
  hours,
  minutes,
  noon,
} from '../../../support/guard/builders.ts';

const within = 5 * minutes;

describe('begin', () => {
  it('remembers since when and until when a repair has a place', () => {
    const ledger = begin(aLedger(), aClaim({ lapsesAfterMs: hours }), noon);

    expect(ledger.running).toEqual([
      { id: 'run-1', target: aClaim().target, runbook: 'service-down', begunAt: noon, lapsesAt: noon + hours },
    ]);
  });

  it('has no place for a rehearsal', () => {
    expect(begin(aLedger(), aRehearsal(), noon)).toEqual(aLedger());
  });
});

describe('settle', () => {
  it.each(repairEnds)('gives the place back and remembers that the repair ended %s', (end) => {
    const ledger = aLedger({ running: [aRunningRepair(), aRunningRepair({ id: 'run-2' })] });

    const { running, ended } = settle(ledger, 'run-0', end, noon);

    const { lapsesAt: _lapsesAt, ...repair } = aRunningRepair();
    expect(running.map(({ id }) => id)).toEqual(['run-2']);
    expect(ended).toEqual([{ ...repair, endedAt: noon, end }]);
  });

  it('counts an end once, however often it is told', () => {
    const once = settle(aLedger({ running: [aRunningRepair()] }), 'run-0', 'verified', noon);

    expect(settle(once, 'run-0', 'not-verified', noon + minutes)).toBe(once);
  });

  it('ignores an end that it knows no beginning of', () => {
    const ledger = aLedger({ running: [aRunningRepair()] });

    expect(settle(ledger, 'run-9', 'verified', noon)).toBe(ledger);
  });
});

describe('ask', () => {
  const asking = (ledger: Ledger, claim: Partial<Claim>, now = noon) => ask(ledger, aClaim(claim), now, within).asked;

  it('remembers the time of the question, not of the answer', () => {
    expect(asking(aLedger(), { askedAt: noon - minutes })).toEqual([{ target: aClaim().target, at: noon - minutes }]);
  });

  it.each([
    ['is just within the window', noon - within + 1, 1],
    ['is just outside of it', noon - within, 0],
  ])('remembers what %s', (_what, askedAt, expected) => {
    expect(asking(aLedger(), { askedAt })).toHaveLength(expected);
  });

  it('hears no news from whoever asks again', () => {
    const once = ask(aLedger(), aClaim(), noon, within);

    expect(ask(once, aClaim(), noon + minutes, within)).toBe(once);
  });

  it('knows the newest question of each target, once', () => {
    const older = ask(aLedger(), aClaim({ askedAt: noon - minutes }), noon, within);
    const newer = ask(older, aClaim({ id: 'run-2' }), noon, within);

    expect(newer.asked).toEqual([{ target: aClaim().target, at: noon }]);
    expect(ask(newer, aClaim({ askedAt: noon - minutes }), noon, within)).toBe(newer);
  });

  it('takes a question from the future for one of now', () => {
    expect(asking(aLedger(), { askedAt: 1e300 })).toEqual([{ target: aClaim().target, at: noon }]);
  });

  it('hears no rehearsals', () => {
    expect(asking(aLedger(), { lapsesAfterMs: null })).toEqual([]);
  });

  it('remembers a thousand targets, and of more the newest', () => {
    const full = Array.from({ length: 1_001 }, (_, nth) => nth).reduce(
      (ledger, nth) => ask(ledger, aClaim({ target: `host/web-${nth}` }), noon, within),
      aLedger(),
    );

    expect(full.asked).toHaveLength(1_000);
    expect(full.asked.at(-1)?.target).toBe('host/web-1000');
  });
});

describe('forget', () => {
  it('lets a place lapse at its time, and remembers that as an end', () => {
    const ledger = aLedger({
      running: [aRunningRepair({ lapsesAt: noon }), aRunningRepair({ id: 'run-2', lapsesAt: noon + 1 })],
    });

    const { running, ended } = forget(ledger, noon, within);

    expect(running.map(({ id }) => id)).toEqual(['run-2']);
    expect(ended).toMatchObject([{ id: 'run-0', endedAt: noon, end: 'lapsed' }]);
  });

  it('dates a lapse back to when it happened', () => {
    const { ended } = forget(aLedger({ running: [aRunningRepair()] }), noon + 3 * hours, within);

    expect(ended).toMatchObject([{ endedAt: noon + hours, end: 'lapsed' }]);
  });

  it('lets go of ends that are a day old, and of questions outside the window', () => {
    const ledger = aLedger({
      ended: [anEndedRepair({ endedAt: noon - 24 * hours }), anEndedRepair({ endedAt: noon - 24 * hours + 1 })],
      asked: [
        { target: 'host/a', at: noon - within },
        { target: 'host/b', at: noon - within + 1 },
      ],
    });

    const { ended, asked } = forget(ledger, noon, within);

    expect(ended.map(({ endedAt }) => endedAt)).toEqual([noon - 24 * hours + 1]);
    expect(asked.map(({ target }) => target)).toEqual(['host/b']);
  });

  it('lets go of a lapse that is noticed after more than a day', () => {
    expect(forget(aLedger({ running: [aRunningRepair()] }), noon + 25 * hours, within)).toEqual(aLedger());
  });
});

describe('isLate', () => {
  const ledger = aLedger({ ended: [anEndedRepair({ id: 'run-1', endedAt: noon })] });

  it.each<[what: string, claim: Partial<Claim>, expected: boolean]>([
    ['a claim made before its repair ended', { putAt: noon - minutes }, true],
    ['a claim made at that moment', { putAt: noon }, true],
    ['a claim made after it', { putAt: noon + 1 }, false],
    ['a claim of another repair', { id: 'run-2' }, false],
  ])('judges %s', (_what, claim, expected) => {
    expect(isLate(ledger, aClaim(claim))).toBe(expected);
  });
});

describe('recurrenceOf', () => {
  it('finds the newest proven repair of the target', () => {
    const ended = [
      anEndedRepair({ id: 'run-2' }),
      anEndedRepair({ id: 'run-3' }),
      anEndedRepair({ id: 'run-4', end: 'lapsed' }),
      anEndedRepair({ id: 'run-5', target: 'host/web-2' }),
    ];

    expect(recurrenceOf(aLedger({ ended }), aClaim().target)?.id).toBe('run-3');
  });
});
