import { describe, expect, it } from 'vitest';
import type { Ledger, RepairEnd } from '../../../model/guard/ledger.ts';
import { emptyLedger } from '../../../model/guard/ledger.ts';
import { messageNames } from '../../../model/names.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { wideCaps } from '../../support/guard/builders.ts';
import { PlayedGuard, aClaim } from '../../support/played/played-guard.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const web = 'host/web-1/service/shop';
const db = 'host/db-1/service/postgres';

/** Messages after which a guard renews its history. */
const manyMessages = 1_000;

/** Plays with a guard that has just begun, and ends it. */
async function withGuard<Result>(
  script: (guard: PlayedGuard, play: Play) => Promise<Result>,
  ledger?: Ledger,
): Promise<Result> {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const guard = new PlayedGuard(play.env.client, play.target, play.taskQueue);
      await guard.begin(ledger);
      try {
        return await script(guard, play);
      } finally {
        await guard.handle.terminate();
      }
    },
  });
  return result;
}

function longestTarget(nth: number): string {
  return `${'-~.'.repeat(60)}/${nth}`;
}

describe('a guard', () => {
  it('lets a repair begin, remembers it, and gives its place back when it has ended', async () => {
    const [answer, during, behind] = await withGuard(async (guard) => {
      const admitted = await guard.claim(aClaim(web));
      const running = await guard.ledger();
      await guard.settle(web, 'verified');
      return [admitted, running, await guard.ledger()] as const;
    });

    expect(answer).toEqual({ verdict: { verdict: 'go' }, recurs: false });
    expect(during.running).toMatchObject([{ id: aClaim(web).id, target: web, runbook: 'service-down' }]);
    expect(behind.running).toEqual([]);
    expect(behind.ended).toMatchObject([{ target: web, end: 'verified' }]);
  });

  it('counts a claim that is made twice once, and a settlement that is made twice once', async () => {
    const ledger = await withGuard(async (guard) => {
      for (let copy = 0; copy < 3; copy++) await guard.claim(aClaim(web));
      const { running } = await guard.ledger();
      for (let copy = 0; copy < 3; copy++) await guard.settle(web, 'verified');
      return { running, ended: (await guard.ledger()).ended };
    });

    expect(ledger.running).toHaveLength(1);
    expect(ledger.ended).toHaveLength(1);
  });

  it('says "not now" to a second repair of the same target, and that it recurs once the first was proven', async () => {
    const answers = await withGuard(async (guard) => {
      await guard.claim(aClaim(web));
      const second = await guard.claim(aClaim(web, { id: 'another' }));
      await guard.settle(web, 'verified');
      return [second, await guard.claim(aClaim(web, { id: 'another' }))];
    });

    expect(answers).toMatchObject([
      { verdict: { verdict: 'wait', reason: 'target-locked' }, recurs: false },
      { verdict: { verdict: 'go' }, recurs: true },
    ]);
  });

  it('answers claims that come together in their order, each as if it had come alone', async () => {
    const claims = [aClaim(web), aClaim(db), aClaim(web, { id: 'another' }), aClaim(web)];

    const [answers, ledger] = await withGuard(
      async (guard) => [await guard.claimTogether(claims, wideCaps({ parallel: 1 })), await guard.ledger()] as const,
    );

    expect(answers.map(({ verdict }) => ('reason' in verdict ? verdict.reason : verdict.verdict))).toEqual([
      'go',
      'too-many-repairs',
      'target-locked',
      'go',
    ]);
    expect(ledger.running).toHaveLength(1);
  });

  it('keeps to its caps over all who ask at the same time', async () => {
    const answers = await withGuard((guard) =>
      Promise.all(
        Array.from({ length: 60 }, (_, nth) => guard.claim(aClaim(`host/web-${nth}`), wideCaps({ parallel: 3 }))),
      ),
    );

    expect(answers.filter(({ verdict }) => verdict.verdict === 'go')).toHaveLength(3);
    expect(answers.flatMap(({ verdict }) => (verdict.verdict === 'wait' ? [verdict.reason] : []))).toEqual(
      Array.from({ length: 57 }, () => 'too-many-repairs'),
    );
  });

  it('gives back a place whose repair nobody has heard of for too long', async () => {
    const answer = await withGuard(async (guard, play) => {
      await guard.claim(aClaim(web, { lapsesAfterMs: 1 * hours }));
      await play.pass(61 * minutes);
      return guard.claim(aClaim(db), wideCaps({ parallel: 1 }));
    });

    expect(answer.verdict).toEqual({ verdict: 'go' });
  });

  it('takes no place for a rehearsal', async () => {
    const [answer, ledger] = await withGuard(async (guard) => {
      const rehearsed = await guard.claim(aClaim(web, { lapsesAfterMs: null }));
      return [rehearsed, await guard.ledger()] as const;
    });

    expect(answer.verdict).toEqual({ verdict: 'go' });
    expect(ledger).toEqual(emptyLedger);
  });
});

describe('a guard whose history has grown', () => {
  it('renews it, keeps every repair, and goes on counting', async () => {
    const [before, behind, answers] = await withGuard(async (guard) => {
      await guard.claim(aClaim(web));
      await guard.claim(aClaim(db));
      await guard.settle(db, 'not-verified');
      const ledger = await guard.ledger();
      const run = await guard.runId();
      await Promise.all(Array.from({ length: manyMessages }, () => guard.settle('host/nobody', 'verified')));
      await guard.untilRunAfter(run);
      const same = await guard.claim(aClaim(web));
      const other = await guard.claim(aClaim(web, { id: 'another' }));
      await guard.settle(web, 'verified');
      return [ledger, await guard.ledger(), [same, other]] as const;
    });

    expect(before.running).toHaveLength(1);
    expect(answers).toMatchObject([{ verdict: { verdict: 'go' } }, { verdict: { reason: 'target-locked' } }]);
    expect(behind.ended.map(({ target, end }) => [target, end])).toEqual([
      [db, 'not-verified'],
      [web, 'verified'],
    ]);
  });

  it('shows at once what the run before showed', async () => {
    const details = await withGuard(async (guard) => {
      await guard.claim(aClaim(web));
      const run = await guard.runId();
      await Promise.all(Array.from({ length: manyMessages }, () => guard.signal('junk')));
      await guard.untilRunAfter(run);
      return guard.currentDetails();
    });

    expect(details).toContain('1 repairs under way');
  });
});

/** What no count and no time can be. */
const badNumbers = [-1, null, '5', undefined, { valueOf: 'x' }] as const;

/** Longer than a date can bear to be moved. */
const endless = 1e300;

const claim = aClaim(web);
const caps = wideCaps();

/** What may be sent by mistake or on purpose where a claim is meant. */
const junkClaims: readonly (readonly [string, unknown, unknown])[] = [
  ['nothing', undefined, undefined],
  ['null', null, null],
  ['a word', 'claim', 'caps'],
  ['a claim that is not in a list', claim, caps],
  ['an empty list', [], caps],
  ['caps in a list', [claim], [caps]],
  ['junk beside a claim', [claim, 'claim'], caps],
  ['no caps', [claim], undefined],
  ['no claim', undefined, caps],
  ['an id that is an object', [{ ...claim, id: {} }], caps],
  ['an id that is too long', [{ ...claim, id: 'x'.repeat(10_000) }], caps],
  ['a target with a line feed', [{ ...claim, target: 'host/web\n' }], caps],
  ['a target that is too long', [{ ...claim, target: 'x'.repeat(201) }], caps],
  ['a runbook that is a list', [{ ...claim, runbook: ['service-down'] }], caps],
  ['groups that are a word', [{ ...claim, groups: 'all' }], caps],
  ['a group without members', [{ ...claim, groups: [{ name: 'web', limit: 1, unhealthy: [] }] }], caps],
  ['members that are numbers', [{ ...claim, groups: [{ name: 'web', limit: 1, unhealthy: [], members: [1] }] }], caps],
  ...badNumbers.map((bad) => [`asked at ${String(bad)}`, [{ ...claim, askedAt: bad }], caps] as const),
  ...[...badNumbers, endless]
    .filter((bad) => bad !== null)
    .map((bad) => [`lapses after ${String(bad)}`, [{ ...claim, lapsesAfterMs: bad }], caps] as const),
  ...badNumbers
    .flatMap((bad) => [...badTimes(bad), ...badCounts(bad)])
    .map((bad) => ['bad caps', [claim], bad] as const),
  ...badTimes(endless).map((bad) => ['endless caps', [claim], bad] as const),
  ['more at once than a ledger can hold', [claim], { ...caps, parallel: 1_001 }],
];

/** Every cap that is a time, in turn, with something else in its place. */
function badTimes(bad: unknown): readonly unknown[] {
  const { attempts, storm } = caps;
  return [
    { ...caps, coolDownMs: bad },
    { ...caps, attempts: { ...attempts, withinMs: bad } },
    { ...caps, storm: { ...storm, withinMs: bad } },
    { ...caps, storm: { ...storm, coolDownMs: bad } },
  ];
}

/** Every cap that is a count, in turn, with something else in its place. */
function badCounts(bad: unknown): readonly unknown[] {
  const { attempts, perHour, storm } = caps;
  return [
    { ...caps, parallel: bad },
    { ...caps, attempts: { ...attempts, max: bad } },
    { ...caps, perHour: { ...perHour, runbook: bad } },
    { ...caps, perHour: { ...perHour, domain: bad } },
    { ...caps, storm: { ...storm, targets: bad } },
  ];
}

describe('a message that cannot be read', () => {
  it('in place of a claim is refused, leaves nothing behind, and the next claim is heard', async () => {
    const [words, ledger, answer] = await withGuard(async (guard) => {
      const heard: string[] = [];
      for (const [, badClaim, bad] of junkClaims) heard.push(await guard.refusedClaim(badClaim, bad));
      const untouched = await guard.ledger();
      return [heard, untouched, await guard.claim(claim)] as const;
    });

    expect(new Set(words)).toEqual(new Set(['these claims cannot be read']));
    expect(ledger).toEqual(emptyLedger);
    expect(answer.verdict).toEqual({ verdict: 'go' });
  });

  it('in place of a settlement is ignored, and the next settlement is heard', async () => {
    const junk = [
      undefined,
      null,
      'verified',
      42,
      [],
      [{ id: claim.id, end: 'verified' }],
      { id: claim.id },
      { id: claim.id, end: 'exploded' },
      { id: 7, end: 'verified' },
      { id: { id: claim.id }, end: 'verified' },
      { id: 'x'.repeat(100_000), end: 'verified' },
    ];

    const ledger = await withGuard(async (guard) => {
      await guard.claim(claim);
      await guard.handle.signal(messageNames.settle);
      for (const value of junk) await guard.signal(value);
      const { running } = await guard.ledger();
      await guard.settle(web, 'not-verified');
      return { running, ended: (await guard.ledger()).ended };
    });

    expect(ledger.running).toHaveLength(1);
    expect(ledger.ended).toMatchObject([{ end: 'not-verified' }]);
  });
});

describe('a claim that can be read and means no good', () => {
  it('from a time to come causes no storm that never ends', async () => {
    const ledger = await withGuard(async (guard, play) => {
      const storm = { targets: 2, withinMs: 1 * minutes, coolDownMs: 1 * minutes };
      for (let nth = 0; nth < 4; nth++)
        await guard.claim(aClaim(`host/web-${nth}`, { askedAt: Number.MAX_SAFE_INTEGER }), wideCaps({ storm }));
      await play.pass(5 * minutes);
      await guard.claim(aClaim(db), wideCaps({ storm }));
      return guard.ledger();
    });

    expect(ledger.stormUntil).toBeNull();
    expect(ledger.asked).toEqual([]);
    expect(ledger.running.map(({ target }) => target)).toContain(db);
  });

  it('with the longest names and waits there are leaves details that the UI can show', async () => {
    const ends: readonly RepairEnd[] = ['verified', 'not-verified', 'not-acted'];
    const longest = { targets: 0, withinMs: 7 * 24 * hours, coolDownMs: 7 * 24 * hours };

    const details = await withGuard(async (guard) => {
      for (let nth = 0; nth < 40; nth++) {
        const id = `${nth}`;
        await guard.claim(aClaim(longestTarget(nth), { id, lapsesAfterMs: 7 * 24 * hours }));
        if (nth % 2 === 0) await guard.signal({ id, end: ends[nth % 3] });
      }
      await guard.claim(aClaim(db, { askedAt: Number.MAX_SAFE_INTEGER }), wideCaps({ storm: longest }));
      return guard.currentDetails();
    });

    expect(Buffer.byteLength(details)).toBeLessThan(4_096);
    expect(details).toContain('20 repairs under way, 20 ended within a day, 1 targets asked');
    expect(details).toContain('**Storm**');
    expect(details).not.toMatch(/---/);
  });
});
