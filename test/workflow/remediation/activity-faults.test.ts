import { cancelled } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { Activities } from '../../../activities/index.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { reaches, untilVerified } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(fileURLToPath(new URL('../../support/workflows/impatient.ts', import.meta.url)));

type Script = Scenario['script'];

/** Longer than between two tries to read the policy. */
const untilAsked = 3 * minutes;

/** A scenario in which some activities do otherwise. */
const otherwise = (instead: (world: MockWorld) => Partial<Activities>, script: Script): Scenario => ({
  world: () => {
    const staged = new MockWorld();
    staged.instead = instead(staged);
    return staged;
  },
  script,
});

const escalates = scenarios['unknown-target'].script;

it.each<[string, Activities['runChecks'], string]>([
  ['cannot be asked', () => Promise.reject(ApplicationFailure.nonRetryable('the probe is gone')), 'the probe is gone'],
  ['answers nothing', () => Promise.resolve(null as unknown as CheckResult[]), 'Cannot read properties of null'],
  ['answers something else', () => Promise.resolve(['yes' as unknown as CheckResult]), 'the probe could not tell'],
  ['never answers', () => cancelled(), 'the runbook service-down failed'],
])('escalates when a check %s', async (_title, runChecks, words) => {
  const { result, world, metric } = await bed.play(otherwise(() => ({ runChecks }), escalates));

  expect(result.outcome).toMatchObject({ kind: 'nothing-done', detail: expect.stringContaining(words) });
  expect(world.actions).toEqual([]);
  expect(world.told()).toEqual(['escalated', 'cleared']);
  expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="nothing-done"}')).toBe(1);
});

const notBack = failure('EffectPending', 'it was begun a moment ago, and may still take effect');

it.each([
  ['never answers', 'healthy', true, () => cancelled()],
  ['never answers', 'unhealthy', false, () => cancelled()],
  ['is begun, and may still take effect', 'healthy', true, () => Promise.reject(notBack)],
  ['is begun, and may still take effect', 'unhealthy', false, () => Promise.reject(notBack)],
] as const)('looks for itself when the action %s: %s', async (_what, _title, helps, end) => {
  const { script, ...outcome } = helps
    ? { script: scenarios.repaired.script, kind: 'resolved-by-us', reason: null }
    : { script: scenarios['not-repaired'].script, kind: 'escalated', reason: 'verification-failed' };
  const restartsSilently = (world: MockWorld): Partial<Activities> => {
    world.restartHelps = helps;
    let begun: Promise<unknown> | undefined;
    return { performAction: (action) => (begun ??= world.restart(action)).then(end) };
  };

  const { result, world } = await bed.play(otherwise(restartsSilently, script));

  expect(result.outcome).toMatchObject(outcome);
  expect(world.actions).toHaveLength(1);
});

it('repairs although the policy could not be read for hours', async () => {
  const { result, world } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const readPolicy = vi.fn<Activities['readPolicy']>().mockRejectedValue(new Error('no policy yet'));
      play.world.instead.readPolicy = readPolicy;
      const episode = anEpisode(play);
      await play.incident.deliver(episode.firing);
      await vi.waitUntil(() => readPolicy.mock.calls.length > 0, { timeout: 30_000 });
      await play.pass(2 * hours);
      delete play.world.instead.readPolicy;
      await play.pass(untilAsked + untilVerified);
      await reaches(play.incident, 'resolved');
      await play.incident.deliver(episode.resolved);
      return play.incident.closed();
    },
  });

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(world.actions).toHaveLength(1);
});

it('keeps the typed reason of a target that nobody described', async () => {
  const { result } = await bed.play(
    otherwise(
      () => ({ collectLogs: () => Promise.reject(failure('UnknownTarget', 'nobody described it')) }),
      escalates,
    ),
  );

  expect(result.outcome).toEqual({ kind: 'nothing-done', reason: 'unknown-target', detail: 'nobody described it' });
});
