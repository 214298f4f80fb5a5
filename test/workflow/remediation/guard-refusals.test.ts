import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { Admission } from '../../../model/guard/admission.ts';
import type { RefusalReason } from '../../../model/guard/refusal.ts';
import { refusalReasons } from '../../../model/guard/refusal.ts';
import { scoreMemo } from '../../../model/incident/score.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { escalateAndClose, fireAndAsk, reaches, verifyAndClose } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** What only the repair itself finds out. */
const ownReasons: readonly RefusalReason[] = [
  'plan-expired',
  'preconditions-changed',
  'approval-denied',
  'approval-expired',
];
const guardReasons = refusalReasons.filter((reason) => reason !== 'storm' && !ownReasons.includes(reason));

const go: Admission = { refusal: null, detail: 'nothing stands in the way', recurs: false };

function refusing(refusal: RefusalReason, mode: 'auto' | 'approve' | 'observe' = 'auto'): MockWorld {
  const world = new MockWorld({ mode });
  world.admission = { refusal, detail: `not allowed: ${refusal}`, recurs: false };
  return world;
}

describe('a plan that a guard refuses', () => {
  it.each(guardReasons)('is not carried out, and people hear why: %s', async (reason) => {
    const { result, world, metric } = await bed.play({
      world: () => refusing(reason),
      script: scenarios['guard-refuses'].script,
    });

    const [story] = world.reports.filter(({ report }) => report.kind === 'escalated').map(({ report }) => report.story);
    expect(result.outcome).toEqual({ kind: 'nothing-done', reason, detail: `not allowed: ${reason}` });
    expect(eventsOf(result)).toEqual(expect.arrayContaining(['planned', 'refused', 'escalated']));
    expect(story?.join('\n')).toContain(`not allowed: ${reason}`);
    expect(world.told()).toEqual(['escalated', 'cleared']);
    expect(world.actions).toEqual([]);
    // A guard that gave no answer may have given a place.
    expect(world.ends).toEqual(reason === 'guard-unavailable' ? ['not-acted'] : []);
    expect(await metric(`nightshift_nothing_done_total{reason="${reason}"}`)).toBe(1);
  });

  it('for a storm wakes nobody, neither now nor when it is over: one message tells of all its targets', async () => {
    const { result, world, metric } = await bed.play({
      world: () => refusing('storm'),
      script: scenarios['guard-refuses'].script,
    });

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'storm' });
    expect(world.reports).toEqual([]);
    expect(await metric('nightshift_nothing_done_total{reason="storm"}')).toBe(1);
  });

  it('wakes nobody for an approval, and takes no place', async () => {
    const { result, world } = await bed.play({
      world: () => refusing('blast-radius', 'approve'),
      script: scenarios['guard-refuses'].script,
    });

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'blast-radius' });
    expect(world.requests).toEqual([]);
    expect(world.told()).toEqual(['escalated', 'cleared']);
    expect(world.questions.map(({ lapsesAfterMs }) => lapsesAfterMs)).toEqual([null]);
    expect(world.ends).toEqual([]);
  });

  it('stays refused although it was approved: the guard is asked again behind the approval', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld({ mode: 'approve' }),
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        play.world.admission = refusing('frozen').admission;
        await play.remediation.vote('approve', { code, by: 'ann' });
        return escalateAndClose(play);
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'frozen' });
    expect(world.questions.map(({ lapsesAfterMs }) => lapsesAfterMs === null)).toEqual([true, false]);
    expect(world.actions).toEqual([]);
    expect(world.ends).toEqual([]);
  });
});

describe('a guard that', () => {
  it('cannot be asked has not said yes', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.instead.admitPlan = () => Promise.reject(new Error('no connection'));
        return staged;
      },
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await play.pass(30 * minutes);
        return escalateAndClose(play);
      },
    });

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason: 'guard-unavailable',
      detail: expect.stringContaining('no connection'),
    });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['escalated', 'cleared']);
    expect(world.ends).toEqual(['not-acted']);
  });

  it('cannot be told how it ended keeps nobody from hearing so', async () => {
    const { result } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.instead.settleRepair = () => Promise.reject(ApplicationFailure.nonRetryable('no connection'));
        return staged;
      },
      script: scenarios.repaired.script,
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
  });

  it.each(['auto', 'approve'] as const)('says "not now" is asked again until it says yes, in mode %s', async (mode) => {
    const { result, world } = await bed.play({
      world: () => new MockWorld({ mode }),
      script: async (play) => {
        play.world.instead.admitPlan = () =>
          Promise.reject(failure('NotAdmittedYet', 'storm: too much is sick at once', { nextRetryDelay: 20_000 }));
        await play.incident.deliver(anEpisode(play).firing);
        await play.pass(10 * minutes);
        const before = await play.incident.record();
        delete play.world.instead.admitPlan;
        await play.pass(1 * minutes);
        if (mode === 'approve') {
          await reaches(play.incident, 'awaiting-approval');
          await play.remediation.vote('approve', { code: play.world.requests[0]?.code, by: 'ann' });
        }
        return { before, record: await verifyAndClose(play) };
      },
    });

    expect(result.before.status).toBe('investigating');
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
    expect(world.actions).toHaveLength(1);
  });

  it('says "not now" is not waited for once the alerts have cleared', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.instead.admitPlan = () => Promise.reject(failure('NotAdmittedYet', 'storm: too much is sick at once'));
        return staged;
      },
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        await play.incident.deliver(firing);
        await play.pass(1 * minutes);
        play.world.up.add(play.target);
        await play.incident.deliver(resolved);
        return verifyAndClose(play);
      },
    });

    const [verified, opened] = [result.timeline.entries.find(({ event }) => event === 'verified')?.at, result.openedAt];
    expect(result.outcome?.kind).toBe('resolved-by-itself');
    expect(Date.parse(verified ?? '') - Date.parse(opened)).toBeLessThan(10 * minutes);
    expect(world.actions).toEqual([]);
    expect(world.ends).toEqual(['not-acted']);
  });
});

describe('in observe mode', () => {
  it.each<[string, Admission, RefusalReason | null, string]>([
    ['what would have been done', go, null, 'observe mode: Nightshift would restart'],
    [
      'why it would not have been allowed',
      { refusal: 'maintenance', detail: 'Sunday night', recurs: false },
      'maintenance',
      'observe mode: Nightshift would not be allowed to (maintenance): restart',
    ],
  ])('the score keeps %s', async (_title, admission, refusal, words) => {
    const { result, world, target } = await bed.play({
      world: () => {
        const staged = new MockWorld({ mode: 'observe' });
        staged.admission = admission;
        return staged;
      },
      script: scenarios.observed.script,
    });

    expect(result.outcome).toMatchObject({ reason: 'observe-mode', detail: expect.stringContaining(words) });
    expect(result.score).toMatchObject({ mode: 'observe', rehearsal: { plan: `restart ${target}`, refusal } });
    expect(world.questions).toMatchObject([{ patienceMs: 0, lapsesAfterMs: null }]);
    expect(world.actions).toEqual([]);
    expect(world.ends).toEqual([]);
  });
});

describe('the score of an incident', () => {
  it('is kept in its memo, with its times and how its alerts ended', async () => {
    const { result, incident } = await bed.play(scenarios.repaired);

    const memo = (await incident.handle.describe()).memo?.[scoreMemo];
    expect(memo).toEqual(result.score);
    expect(memo).toEqual({
      openedAt: result.openedAt,
      acted: true,
      human: false,
      requested: false,
      runbook: 'service-down',
      mode: 'auto',
      outcome: 'resolved-by-us',
      reason: null,
      attempts: 1,
      acceptedMs: expect.any(Number),
      firstActionMs: expect.any(Number),
      verifiedMs: expect.any(Number),
      clearedMs: expect.any(Number),
      recurs: false,
      rehearsal: { plan: expect.stringContaining('restart'), refusal: null },
    });
    expect(result.score.verifiedMs).toBeGreaterThan(result.score.firstActionMs ?? Infinity);
  });

  it('says how an incident that was only watched really ended', async () => {
    const { result, incident } = await bed.play(scenarios.observed);

    expect((await incident.handle.describe()).memo?.[scoreMemo]).toEqual(result.score);
    expect(result.score).toMatchObject({
      outcome: 'nothing-done',
      reason: 'observe-mode',
      firstActionMs: null,
      verifiedMs: null,
      clearedMs: expect.any(Number),
    });
  });

  it('outlives a history that is renewed', async () => {
    const { result, incident } = await bed.play(scenarios['continued-as-new']);

    expect((await incident.handle.describe()).memo?.[scoreMemo]).toEqual(result.score);
  });

  it('counts a repair of what had been repaired within a day as a recurrence, once', async () => {
    const { result, metric } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.admission = { ...go, recurs: true };
        return staged;
      },
      script: scenarios.flap.script,
    });

    expect(result.score).toMatchObject({ recurs: true, attempts: 2 });
    expect(await metric('nightshift_recurrences_total{runbook="service-down"}')).toBe(1);
  });
});
