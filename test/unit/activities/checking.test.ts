import type { Info } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import { createCheckingActivities, createLookingActivities } from '../../../activities/checking.ts';
import type { Check, CheckResult } from '../../../model/remediation/check.ts';
import { serviceTarget } from '../../../model/target.ts';
import { anActivity } from '../../support/acting/activity.ts';
import { aService } from '../../support/builders.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';
import { anHttpStub } from '../../support/http/http-stub.ts';
import { servicesHere } from '../../support/hosts/services-here.ts';

type Health = CheckResult['health'];

const minute = 60_000;
const check: Check = { check: 'service-probe', target: serviceTarget(aService()) };
const proof = { checks: [check], withinMs: 2 * minute, holdMs: 4 * minute, looks: 4 };

/** When the first look was scheduled, and so many milliseconds later, by the server's clock. */
function at(afterMs: number, heartbeatDetails?: unknown): Partial<Info> {
  return { scheduledTimestampMs: 1_000, currentAttemptScheduledTimestampMs: 1_000 + afterMs, heartbeatDetails };
}

/** One look at checks that answer so, and what the proof says to it. */
function prove(healths: readonly Health[], when: Partial<Info>, wanted = proof) {
  const beats: unknown[] = [];
  const answers = [...healths];
  const looking = createLookingActivities(async (asked) => {
    const health = answers.shift() ?? 'unknown';
    return { ...asked, health, summary: `it is ${health}` };
  });
  const activity = anActivity(when);
  activity.on('heartbeat', (details: unknown) => beats.push(details));
  const checks = healths.map(() => check);
  return { result: () => activity.run(() => looking.proveHealth({ ...wanted, checks })), beats };
}

describe('proveHealth, while the target is not healthy', () => {
  it.each<[string, readonly Health[]]>([
    ['its check says so', ['unhealthy']],
    ['its check cannot tell', ['unknown']],
    ['one of its checks says so', ['healthy', 'unhealthy']],
    ['one of its checks cannot tell', ['healthy', 'unknown']],
    ['nothing is asked', []],
  ])('is tried again where %s', async (_title, healths) => {
    const { result, beats } = prove(healths, at(0));

    const failure = await failureOf(result);

    expect(failure).toMatchObject({
      ...aFailure('NotHealthyYet'),
      message: healths.map((health) => `it is ${health}`).join('; '),
    });
    expect(beats).toEqual([]);
  });

  it.each([
    { title: 'every five seconds at most', afterMs: 0, withinMs: 2 * minute, delay: 5_000 },
    { title: 'more often where there is less time', afterMs: 0, withinMs: 10_000, delay: 1_000 },
    { title: 'not later than the end of its time', afterMs: 117_000, withinMs: 2 * minute, delay: 3_000 },
    { title: 'not at once, however little is left', afterMs: 119_999.5, withinMs: 2 * minute, delay: 1 },
  ])('looks $title', async ({ afterMs, withinMs, delay }) => {
    const { result } = prove(['unhealthy'], at(afterMs), { ...proof, withinMs });

    expect(await failureOf(result)).toMatchObject({ type: 'NotHealthyYet', nextRetryDelay: delay });
  });

  it.each([
    [40 * minute, 40 * minute],
    [3 * 60 * minute, 2 * 60 * minute],
  ])('looks again once there may be news, in %d ms, and not after its time', async (againInMs, delay) => {
    const looking = createLookingActivities(async (asked) => {
      return { ...asked, health: 'unhealthy', summary: 'the next forecast is awaited', againInMs };
    });
    const order = { ...proof, withinMs: 2 * 60 * minute };

    const failure = await failureOf(() => anActivity(at(0)).run(() => looking.proveHealth(order)));

    expect(failure).toMatchObject({ type: 'NotHealthyYet', nextRetryDelay: delay });
  });

  it('gives up for good where waiting would not help', async () => {
    const looking = createLookingActivities(async (asked) => {
      return { ...asked, health: 'unhealthy', summary: 'it has failed', isFinal: true };
    });

    const failure = await failureOf(() => anActivity(at(0)).run(() => looking.proveHealth(proof)));

    expect(failure).toMatchObject({ ...aFailure('HealthNotProven'), message: 'it has failed' });
  });

  it.each([2 * minute, 3 * minute])('gives up for good when its time is over: after %i ms', async (afterMs) => {
    const { result } = prove(['healthy', 'unhealthy'], at(afterMs));

    const failure = await failureOf(result);

    expect(failure).toMatchObject({ ...aFailure('HealthNotProven'), message: 'it is healthy; it is unhealthy' });
    expect(failure.details).toEqual([
      [
        { ...check, health: 'healthy', summary: 'it is healthy' },
        { ...check, health: 'unhealthy', summary: 'it is unhealthy' },
      ],
    ]);
  });
});

describe('proveHealth, once the target is healthy', () => {
  it('goes on watching, and remembers since when', async () => {
    const { result, beats } = prove(['healthy'], at(90_000));

    const failure = await failureOf(result);

    expect(failure).toMatchObject(aFailure('StillWatching'));
    expect(beats).toEqual([{ healthySince: 91_000 }]);
  });

  it('takes health at the last moment', async () => {
    const { result } = prove(['healthy'], at(10 * minute));

    expect(await failureOf(result)).toMatchObject({ type: 'StillWatching' });
  });

  it('resumes from what the look before it has left', async () => {
    const { result, beats } = prove(['healthy'], at(3 * minute, { healthySince: 91_000 }));

    expect(await failureOf(result)).toMatchObject({ type: 'StillWatching' });
    expect(beats).toEqual([{ healthySince: 91_000 }]);
  });

  it.each([
    { title: 'as often as it was told', sinceMs: 0, delay: minute },
    { title: 'not later than the end of its time', sinceMs: 3.5 * minute, delay: 30_000 },
    { title: 'not at once, however little is left', sinceMs: 4 * minute - 0.5, delay: 1 },
  ])('looks $title', async ({ sinceMs, delay }) => {
    const { result } = prove(['healthy'], at(sinceMs, { healthySince: 1_000 }));

    expect(await failureOf(result)).toMatchObject({ type: 'StillWatching', nextRetryDelay: delay });
  });

  it.each([4 * minute, 5 * minute])('has proven it when it has held: after %i ms', async (afterMs) => {
    const { result } = prove(['healthy', 'healthy'], at(afterMs, { healthySince: 1_000 }));

    expect(await result()).toMatchObject([{ health: 'healthy' }, { health: 'healthy' }]);
  });

  it('has proven it at once where nothing has to hold', async () => {
    const { result } = prove(['healthy'], at(0), { ...proof, holdMs: 0 });

    expect(await result()).toMatchObject([{ health: 'healthy' }]);
  });

  it.each<Health>(['unhealthy', 'unknown'])('gives up for good when it is %s again', async (health) => {
    const { result } = prove([health], at(minute, { healthySince: 31_000 }));

    const failure = await failureOf(result);

    expect(failure).toMatchObject(aFailure('HealthNotProven'));
    expect(failure.details).toEqual([[{ ...check, health, summary: `it is ${health}` }]]);
  });
});

describe('runChecks', () => {
  it('answers every check in its order, by what the world says', async () => {
    const { url } = await anHttpStub({ status: 200 });
    const probe = { kind: 'http', url, expectStatus: 200, timeoutMs: 20_000 } as const;
    const deps = servicesHere(aService({ probe, status: ['false'] }));
    const wanted: readonly Check[] = [{ ...check, check: 'service-status' }, check];

    const results = await createCheckingActivities(deps).runChecks(wanted);

    expect(results).toMatchObject([
      { check: 'service-status', target: check.target, health: 'unhealthy' },
      { check: 'service-probe', target: check.target, health: 'healthy' },
    ]);
  });
});
