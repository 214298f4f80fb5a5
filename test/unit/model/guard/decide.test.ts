import { describe, expect, it } from 'vitest';
import type { Caps } from '../../../../model/guard/decide.ts';
import { decide } from '../../../../model/guard/decide.ts';
import type { GroupState } from '../../../../model/guard/group.ts';
import type { Claim, EndedRepair, Ledger, RunningRepair } from '../../../../model/guard/ledger.ts';
import { maxEnded, settle } from '../../../../model/guard/ledger.ts';
import {
  aClaim,
  aGroup,
  aLedger,
  aRehearsal,
  aRunningRepair,
  anEndedRepair,
  hours,
  minutes,
  noon,
  otherRunbook,
  seconds,
  wideCaps,
} from '../../../support/guard/builders.ts';

const other = 'host/web-2/service/shop';
const attempts = { attempts: { max: 2, withinMs: 6 * hours } };
const coolDown = { coolDownMs: 5 * minutes };
const perHour = (runbook: number, domain: number) => ({ perHour: { runbook, domain } });

/** The reason that stands in the way; null for none. */
function obstacle(ledger: Ledger, caps: Partial<Caps> = {}, claim: Claim = aClaim()): string | null {
  const { verdict } = decide(ledger, claim, wideCaps(caps), noon);
  return verdict.verdict === 'go' ? null : `${verdict.verdict}: ${verdict.reason}`;
}

function running(count: number, overrides: Partial<RunningRepair> = {}): Ledger {
  const repairs = Array.from({ length: count }, (_, nth) =>
    aRunningRepair({ id: `run-${nth + 10}`, target: `host/web-${nth + 10}`, ...overrides }),
  );
  return aLedger({ running: repairs });
}

function ended(...repairs: readonly Partial<EndedRepair>[]): Ledger {
  return aLedger({ ended: repairs.map((repair, nth) => anEndedRepair({ id: `run-${nth + 10}`, ...repair })) });
}

function both({ running: begun }: Ledger, { ended: over }: Ledger): Ledger {
  return aLedger({ running: begun, ended: over });
}

describe('decide', () => {
  it.each<[what: string, ledger: Ledger, caps: Partial<Caps>, expected: string | null]>([
    ['nothing that happened before', aLedger(), {}, null],
    ['a repair of another target', running(1), {}, null],
    ['a repair of the same target', running(1, { target: aClaim().target }), {}, 'wait: target-locked'],

    ['one attempt fewer than the cap', ended({}), attempts, null],
    ['as many attempts as the cap', ended({}, {}), attempts, 'refuse: attempts-exhausted'],
    ['attempts that did not help', ended({}, { end: 'not-verified' }), attempts, 'refuse: attempts-exhausted'],
    ['attempts that nobody heard of again', ended({}, { end: 'lapsed' }), attempts, 'refuse: attempts-exhausted'],
    ['an attempt that never acted', ended({}, { end: 'not-acted' }), attempts, null],
    ['attempts of another runbook', ended({}, { runbook: otherRunbook }), attempts, null],
    ['attempts on another target', ended({}, { target: other }), attempts, null],
    ['an attempt just too old', ended({}, { endedAt: noon - 6 * hours }), attempts, null],
    [
      'an attempt just new enough',
      ended({}, { endedAt: noon - 6 * hours + 1 }),
      attempts,
      'refuse: attempts-exhausted',
    ],

    ['a cool-down that is not over', ended({ endedAt: noon - 5 * minutes + 1 }), coolDown, 'wait: cool-down'],
    ['a cool-down that is just over', ended({ endedAt: noon - 5 * minutes }), coolDown, null],
    ['a cool-down after another runbook', ended({ endedAt: noon, runbook: otherRunbook }), coolDown, 'wait: cool-down'],
    ['a cool-down after a lapse', ended({ endedAt: noon, end: 'lapsed' }), coolDown, 'wait: cool-down'],
    ['no cool-down after nothing was done', ended({ endedAt: noon, end: 'not-acted' }), coolDown, null],
    [
      'a cool-down that a later idle end hides',
      ended({ endedAt: noon }, { end: 'not-acted' }),
      coolDown,
      'wait: cool-down',
    ],
    ['a cool-down after the last of several', ended({}, { endedAt: noon }), coolDown, 'wait: cool-down'],
    ['no cool-down of another target', ended({ endedAt: noon, target: other }), coolDown, null],

    ['one repair fewer than may run at once', running(4), { parallel: 5 }, null],
    ['as many repairs as may run at once', running(5), { parallel: 5 }, 'wait: too-many-repairs'],

    ['one repair of a runbook fewer than an hour may have', running(1), perHour(2, 9), null],
    ['as many of a runbook as an hour may have', running(2), perHour(2, 9), 'wait: budget-exhausted'],
    ['as many, of which one has ended', both(running(1), ended({})), perHour(2, 9), 'wait: budget-exhausted'],
    ['as many, of which one never acted', both(running(1), ended({ end: 'not-acted' })), perHour(2, 9), null],
    ['as many of another runbook', running(2, { runbook: otherRunbook }), perHour(2, 9), null],
    [
      'as many as an hour of the domain may have',
      running(2, { runbook: otherRunbook }),
      perHour(9, 2),
      'wait: budget-exhausted',
    ],
    ['one fewer than an hour of the domain may have', running(1, { runbook: otherRunbook }), perHour(9, 2), null],
    ['a repair that began just an hour ago', running(1, { begunAt: noon - hours }), perHour(1, 9), null],
    [
      'a repair that began in this hour',
      running(1, { begunAt: noon - hours + 1 }),
      perHour(1, 9),
      'wait: budget-exhausted',
    ],
    ['a cap of none', aLedger(), perHour(0, 9), 'wait: budget-exhausted'],
  ])('with %s', (_what, ledger, caps, expected) => {
    expect(obstacle(ledger, caps)).toBe(expected);
  });

  it.each<[what: string, group: Partial<GroupState>, repaired: readonly string[], expected: string | null]>([
    ['the only one away', {}, [], null],
    ['the only one away, and known to be sick', { unhealthy: [aClaim().target] }, [], null],
    ['one too many, as another is sick', { unhealthy: [other] }, [], 'wait: blast-radius'],
    ['one too many, as another is under repair', {}, [other], 'wait: blast-radius'],
    ['within the limit, though another is sick', { limit: 2, unhealthy: [other] }, [], null],
    ['within the limit: sick and under repair is away once', { limit: 2, unhealthy: [other] }, [other], null],
    [
      'one too many, with one sick and one under repair',
      { limit: 2, unhealthy: ['host/web-3/service/shop'] },
      [other],
      'wait: blast-radius',
    ],
    ['not disturbed by a repair outside', {}, ['host/db-1'], null],
    ['in a group that may lose nothing', { limit: 0 }, [], 'wait: blast-radius'],
  ])('a member would be %s', (_what, group, repaired, expected) => {
    const ledger = aLedger({
      running: repaired.map((target, nth) => aRunningRepair({ id: `run-${nth + 10}`, target })),
    });

    expect(obstacle(ledger, {}, aClaim({ groups: [aGroup(group)] }))).toBe(expected);
  });

  it('asks every group that the target is in', () => {
    const groups = [aGroup(), aGroup({ name: 'rack', unhealthy: [other] })];

    const { verdict } = decide(aLedger(), aClaim({ groups }), wideCaps(), noon);

    expect(verdict).toMatchObject({ reason: 'blast-radius', detail: '2 of 3 members of rack would be away, 1 may be' });
  });

  it('lets nothing begin where a day has had more repairs than it remembers', () => {
    const many = ended(...Array.from({ length: maxEnded }, () => ({ target: other, begunAt: noon - 2 * hours })));
    const oneLess = { ...many, ended: many.ended.slice(1) };

    expect([obstacle(many), obstacle(oneLess)]).toEqual(['wait: budget-exhausted', null]);
  });

  it('lets no day fill up with repairs that never acted, and remembers a thousand of them', () => {
    const many = ended(...Array.from({ length: maxEnded }, () => ({ target: other, end: 'not-acted' as const })));

    const { verdict, ledger } = decide(many, aClaim(), wideCaps(), noon);

    expect([verdict, ledger.ended.length]).toEqual([{ verdict: 'go' }, 1_000]);
  });

  it.each<[what: string, ledger: Ledger, caps: Partial<Caps>, groups: Claim['groups'], retryAfterMs: number]>([
    ['another repair of the target', running(1, { target: aClaim().target }), {}, [], 1 * seconds],
    ['a long cool-down', ended({ endedAt: noon }), coolDown, [], 60 * seconds],
    [
      'a cool-down that is almost over',
      ended({ endedAt: noon - 5 * minutes + 3 * seconds }),
      coolDown,
      [],
      3 * seconds,
    ],
    ['a cool-down that is as good as over', ended({ endedAt: noon - 5 * minutes + 1 }), coolDown, [], 1 * seconds],
    ['a storm', aLedger({ stormUntil: noon + 9 * minutes }), {}, [], 60 * seconds],
    ['the end of a storm', aLedger({ stormUntil: noon + 20 * seconds }), {}, [], 20 * seconds],
    ['too many repairs', running(1), { parallel: 1 }, [], 5 * seconds],
    ['a used-up hour', running(1), perHour(1, 9), [], 60 * seconds],
    ['the end of a used-up hour', running(1, { begunAt: noon - hours + 7 * seconds }), perHour(1, 9), [], 7 * seconds],
    ['a cap of none', aLedger(), perHour(0, 0), [], 60 * seconds],
    ['too many away', aLedger(), {}, [aGroup({ limit: 0 })], 10 * seconds],
  ])('says when to ask again after %s', (_what, ledger, caps, groups, retryAfterMs) => {
    const { verdict } = decide(ledger, aClaim({ groups }), wideCaps(caps), noon);

    expect(verdict).toMatchObject({ verdict: 'wait', retryAfterMs });
  });

  it('tells a target that is lost from one that has to wait', () => {
    const exhausted = { ...ended({ endedAt: noon }, { endedAt: noon }), stormUntil: noon + minutes };

    expect(obstacle(exhausted, { ...attempts, ...coolDown })).toBe('refuse: attempts-exhausted');
  });

  it('counts a claim once, however often it is asked', () => {
    const caps = wideCaps({ parallel: 1, perHour: { runbook: 1, domain: 1 } });

    const first = decide(aLedger(), aClaim(), caps, noon);
    const second = decide(first.ledger, aClaim(), caps, noon + minutes);

    expect([first.verdict, second.verdict]).toEqual([{ verdict: 'go' }, { verdict: 'go' }]);
    expect(second.ledger.running).toEqual(first.ledger.running);
    expect(first.ledger.running).toHaveLength(1);
  });

  it('gives a rehearsal the same answer, and no place', () => {
    const free = decide(aLedger(), aRehearsal(), wideCaps(), noon);
    const locked = decide(running(1, { target: aClaim().target }), aRehearsal(), wideCaps(), noon);

    expect(free.verdict).toEqual({ verdict: 'go' });
    expect(free.ledger).toEqual(aLedger());
    expect(locked.verdict).toMatchObject({ reason: 'target-locked' });
  });

  it('frees the place of a repair that nobody has heard of for too long', () => {
    const ledger = running(1, { lapsesAt: noon });

    expect(obstacle(ledger, { parallel: 1 })).toBeNull();
    expect(obstacle(running(1, { lapsesAt: noon + 1 }), { parallel: 1 })).toBe('wait: too-many-repairs');
  });

  it('lets nothing begin for a repair that has ended, however late it asks', () => {
    const begun = decide(aLedger(), aClaim(), wideCaps(), noon);
    const over = settle(begun.ledger, 'run-1', 'not-acted', noon + minutes);

    const late = decide(over, aClaim({ putAt: noon + minutes }), wideCaps(), noon + hours);
    const anew = decide(over, aClaim({ putAt: noon + minutes + 1 }), wideCaps(), noon + hours);

    expect([late.verdict, late.ledger.running]).toMatchObject([{ verdict: 'refuse', reason: 'plan-expired' }, []]);
    expect(anew.verdict).toEqual({ verdict: 'go' });
  });

  it.each<[what: string, repairs: readonly Partial<EndedRepair>[], expected: boolean]>([
    ['nothing', [], false],
    ['a proven repair', [{}], true],
    ['a proven repair just within a day', [{ endedAt: noon - 24 * hours + 1 }], true],
    ['a proven repair of a day ago', [{ endedAt: noon - 24 * hours }], false],
    ['a repair that did not help', [{ end: 'not-verified' }], false],
    ['a repair that lapsed', [{ end: 'lapsed' }], false],
    ['a proven repair, then one that did not help', [{}, { end: 'not-verified' }], true],
    ['a proven repair of another target', [{ target: other }], false],
  ])('sees a recurrence after %s', (_what, repairs, expected) => {
    expect(decide(ended(...repairs), aClaim(), wideCaps(), noon).recurs).toBe(expected);
    expect(decide(ended(...repairs), aClaim(), wideCaps({ parallel: 0 }), noon).recurs).toBe(expected);
  });
});

describe('a storm', () => {
  const storm = { targets: 3, withinMs: 5 * minutes, coolDownMs: 10 * minutes };
  const caps = wideCaps({ storm });

  /** One target after the other asks, `apartMs` between them; the last one at noon. */
  function asked(targets: number, apartMs = 0): Ledger {
    return Array.from({ length: targets }, (_, nth) => nth + 1).reduce((ledger, nth) => {
      const at = noon - (targets - nth) * apartMs;
      return decide(ledger, aClaim({ id: `run-${nth}`, target: `host/web-${nth}`, askedAt: at }), caps, at).ledger;
    }, aLedger());
  }

  /** What the fifth target hears after a time. */
  function heard(ledger: Ledger, afterMs: number, claim: Partial<Claim> = {}): string | undefined {
    const now = noon + afterMs;
    const { verdict } = decide(ledger, aClaim({ id: 'late', target: 'host/web-9', askedAt: now, ...claim }), caps, now);
    return verdict.verdict === 'go' ? 'go' : verdict.reason;
  }

  it('does not begin with as many targets as the threshold', () => {
    expect(asked(3).stormUntil).toBeNull();
  });

  it('begins with one more, and lets that one wait', () => {
    const ledger = asked(4);

    expect(ledger.stormUntil).toBe(noon + 10 * minutes);
    expect(ledger.running).toHaveLength(3);
    expect(heard(ledger, 0)).toBe('storm');
  });

  it('begins with targets that ask within its window only', () => {
    const within = asked(4, 100 * seconds - 1);
    const longer = asked(4, 100 * seconds);

    expect([within.stormUntil, longer.stormUntil]).toEqual([noon + 10 * minutes, null]);
  });

  it('leaves repairs under way alone', () => {
    const { verdict } = decide(asked(4), aClaim({ id: 'run-1', target: 'host/web-1' }), caps, noon + minutes);

    expect(verdict).toEqual({ verdict: 'go' });
  });

  it.each([
    ['lasts while its window is full', 5 * minutes - 1, 'storm'],
    ['lasts for the cool-down after that', 10 * minutes - 1, 'storm'],
    ['ends with the cool-down', 10 * minutes, 'go'],
  ])('%s', (_what, afterMs, expected) => {
    expect(heard(asked(4), afterMs)).toBe(expected);
  });

  it('is not kept alive by those who ask again', () => {
    const waiting = { id: 'run-4', target: 'host/web-4', askedAt: noon };
    let ledger = asked(4);
    for (let after = 0; after < 15 * minutes; after += minutes)
      ledger = decide(ledger, aClaim(waiting), caps, noon + after).ledger;

    expect(heard(ledger, 15 * minutes - 1, waiting)).toBe('go');
  });

  it('is kept alive by new trouble', () => {
    const again = Array.from({ length: 4 }, (_, nth) => nth + 1).reduce((ledger, nth) => {
      const claim = aClaim({ id: `new-${nth}`, target: `host/web-${nth}`, askedAt: noon + 4 * minutes });
      return decide(ledger, claim, caps, noon + 4 * minutes).ledger;
    }, asked(4));

    expect(heard(again, 14 * minutes - 1)).toBe('storm');
    expect(heard(again, 14 * minutes)).toBe('go');
  });

  it('is not made by one target that asks ever again, nor by rehearsals', () => {
    const claims = Array.from({ length: 20 }, (_, nth) => nth);

    const flapping = claims.reduce(
      (ledger, nth) => decide(ledger, aClaim({ id: `run-${nth}` }), caps, noon).ledger,
      aLedger(),
    );
    const rehearsed = claims.reduce(
      (ledger, nth) => decide(ledger, aRehearsal({ id: `run-${nth}`, target: `host/web-${nth}` }), caps, noon).ledger,
      aLedger(),
    );

    expect([flapping.stormUntil, rehearsed.stormUntil]).toEqual([null, null]);
  });

  it('ends as soon as operators shorten its cool-down', () => {
    const shorter = wideCaps({ storm: { ...storm, targets: 100, coolDownMs: minutes } });

    const { ledger } = decide(asked(4), aClaim({ id: 'late' }), shorter, noon);

    expect(ledger.stormUntil).toBe(noon + minutes);
  });
});
