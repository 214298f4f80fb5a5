import { expect, it } from 'vitest';
import { createAdmittingActivities } from '../../../activities/guard/admitting.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { Action } from '../../../model/remediation/plan.ts';
import { anAudit } from '../../support/audit/audit.ts';
import { fakeGuards, wideCaps } from '../../support/guard/fake-guards.ts';
import { aDoor, crashLoopOf, endOf } from '../../support/kubernetes/paths/by-the-door.ts';
import {
  controllerOf,
  found,
  lookedUp,
  ofPod,
  podOf,
  repairs,
} from '../../support/kubernetes/paths/located-scenarios.ts';
import { aSickWorkload, crashedByRollout } from '../../support/kubernetes/paths/workload-troubles.ts';
import { escalateAndClose, untilVerified } from '../../support/played/staging.ts';
import { standingRules } from '../../support/guard/standing-rules.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** Guards that count for real, and let a target be repaired twice. */
async function guards() {
  const { audit } = await anAudit();
  const counting = fakeGuards();
  const activities = createAdmittingActivities({
    guards: counting,
    guardPolicy: { caps: wideCaps({ attempts: { max: 2, withinMs: 86_400_000 } }), domains: [], groups: [] },
    standingRules: standingRules(),
    measureGroup: async ({ name }) => ({ name, limit: 1, unhealthy: [], members: [] }),
    hasTrouble: () => Promise.resolve(false),
    audit,
  });
  return { counting, activities };
}

it('is what a pod does that fails again under another name: guards count its controller, and end it', async () => {
  const { counting, activities } = await guards();
  const scenario: Scenario<readonly IncidentRecord[]> = {
    ...lookedUp(found, (play) => repairs(play)),
    script: async (play) => {
      Object.assign(play.world.instead, { resolveTarget: found, ...activities });
      const records: IncidentRecord[] = [];
      for (const [nth, name] of ['agent-x7k2p', 'agent-zzzz2', 'agent-4bdf9'].entries()) {
        play.world.up.clear();
        const pod = podOf(objectOf(play.target)?.namespace ?? '', name);
        const [incident, episode] = [play.incidentOf(pod), ofPod(pod, nth)];
        const turn = { ...play, incident, target: pod };
        if (nth < 2) records.push(await repairs(turn, episode));
        else {
          await incident.deliver(episode.firing);
          records.push(await escalateAndClose(turn, episode));
        }
      }
      return records;
    },
  };

  const { result, world, target } = await bed.play(scenario);

  const controller = controllerOf(target);
  expect(new Set(result.map(({ key }) => key)).size).toBe(3);
  expect(counting.claims.map(({ claim }) => claim.target)).toEqual([controller, controller, controller]);
  expect(result.map(({ score }) => score.recurs)).toEqual([false, true, true]);
  expect(result.map(({ outcome }) => outcome)).toMatchObject([
    { kind: 'resolved-by-us' },
    { kind: 'resolved-by-us' },
    { reason: 'attempts-exhausted' },
  ]);
  expect(world.actions).toHaveLength(2);
});

it('is what a Deployment does whose pods crash under ever other names: its incident counts every attempt', async () => {
  const done: Action[] = [];
  const { result, target } = await bed.play({
    ...aSickWorkload({ alert: 'KubePodCrashLooping', said: crashedByRollout, acts: true, end: 'escalated' }),
    script: async (play) => {
      const { admit } = aDoor(play);
      for (const letter of ['b', 'c', 'd', 'f']) {
        const alert = crashLoopOf(`${objectOf(play.target)?.name}-7c9d8b6f5d-x2x4${letter}`);
        await admit(alert);
        await play.incident.until(({ status }) => status === 'verifying' || status === 'escalated');
        await play.pass(untilVerified);
        await admit(endOf(alert));
        // What is forgotten here makes the workload sick again.
        done.push(...play.world.orders.splice(0));
      }
      return play.incident.closed();
    },
  });

  expect(result).toMatchObject({ key: target, attempts: 3, outcome: { reason: 'attempts-exhausted' } });
  expect(done.map(({ action }) => action)).toEqual(['undo-rollout', 'undo-rollout', 'undo-rollout']);
  expect(Object.keys(result.alerts)).toHaveLength(4);
});
