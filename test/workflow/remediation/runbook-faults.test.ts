import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { reaches } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(fileURLToPath(new URL('../../support/workflows/faulty-runbook.ts', import.meta.url)));

/** An alert that brings out one fault of the runbook, until people have it. */
const faulty = (fault: string, passes: number): Scenario => ({
  world: () => new MockWorld(),
  script: async ({ incident, target, pass }) => {
    const { firing, resolved } = anEpisode({ target, labels: { fault } });
    await incident.deliver(firing);
    await incident.until(({ status }) => status === 'verifying' || status === 'escalated' || passes > 1 * hours);
    await pass(passes);
    await reaches(incident, 'escalated');
    await incident.deliver(resolved);
    return incident.closed();
  },
});

describe('an incident ends with people and a reason when its runbook', () => {
  it.each([
    ['throws while it diagnoses', 'diagnose throws', 'nothing-done', 'runbook-failed', 'a fault in diagnose'],
    ['fails to diagnose', 'diagnose rejects', 'nothing-done', 'runbook-failed', 'a fault in diagnose'],
    ['throws while it plans', 'plan throws', 'nothing-done', 'runbook-failed', 'a fault in plan'],
    ['plans no action', 'plan is empty', 'nothing-done', 'no-plan', 'the plan has no actions'],
    ['throws when asked for its proof', 'proof throws', 'nothing-done', 'runbook-failed', 'a fault in proofOfHealth'],
    ['has no proof of health', 'proof is empty', 'nothing-done', 'no-plan', 'knows no check'],
    ['throws when asked what it answers', 'answers throws', 'nothing-done', 'no-runbook', 'no runbook answers'],
  ])('%s', async (_title, fault, kind, reason, words) => {
    const { result, world } = await bed.play(faulty(fault, 3 * minutes));

    expect(result.outcome).toEqual({ kind, reason, detail: expect.stringContaining(words) });
    expect(eventsOf(result)).toContain('escalated');
    expect(world.actions).toEqual([]);
    expect(world.told().slice(-2)).toEqual(['escalated', 'cleared']);
  });

  it('never ends', async () => {
    const { result, world, metric } = await bed.play(faulty('diagnose never ends', 3 * hours));

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'runbook-timed-out' });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['escalated', 'cleared']);
    expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="escalated"}')).toBe(1);
  });
});

it('works as ever where the runbook has no fault', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: async ({ incident, target, pass }) => {
      const { firing, resolved } = anEpisode({ target });
      await incident.deliver(firing);
      await reaches(incident, 'verifying');
      await pass(3 * minutes);
      await incident.deliver(resolved);
      return incident.closed();
    },
  });

  expect(result.outcome?.kind).toBe('resolved-by-us');
});
