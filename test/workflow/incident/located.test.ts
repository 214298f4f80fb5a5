import { expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { Activities } from '../../../activities/index.ts';
import type { FoundTarget } from '../../../model/kubernetes/targets/found-target.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { Target } from '../../../model/target.ts';
import type { Episode } from '../../support/episodes.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Play, Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

/** Pods and what controls them, in a namespace of the play's own. */
const podOf = (host: string, name: string): Target =>
  objectTarget({ cluster: 'shop', namespace: host, kind: 'Pod', name });
const controllerOf = (target: Target): Target => target.replace(/Pod\/.*/, 'DaemonSet/agent');

/** The alert of a pod, which the route of an operator has a runbook answer. */
function ofPod(target: Target, nth = 0): Episode {
  const { firing, resolved } = anEpisode({ target, labels: { pod: 'agent-x7k2p' }, nth });
  return { firing: { ...firing, runbook: 'service-down' }, resolved: { ...resolved, runbook: 'service-down' } };
}

const found: Activities['resolveTarget'] = async ({ target }) => ({
  found: 'object',
  target: controllerOf(target),
  words: 'Pod agent-x7k2p belongs to DaemonSet agent',
});

const away: Activities['resolveTarget'] = async () => {
  throw failure('ClusterUnavailable', 'cluster shop does not answer');
};

/** An incident of a pod whose object is looked up so. */
function lookedUp(resolveTarget: Activities['resolveTarget'], script: Scenario['script']): Scenario {
  const world = (): MockWorld => {
    const staged = new MockWorld();
    staged.instead.resolveTarget = resolveTarget;
    return staged;
  };
  return { target: (host) => podOf(host, 'agent-x7k2p'), world, script };
}

async function repairs({ incident, pass }: Pick<Play, 'incident' | 'pass'>, episode: Episode) {
  await incident.deliver(episode.firing);
  await reaches(incident, 'verifying');
  await pass(untilVerified);
  await reaches(incident, 'resolved');
  await incident.deliver(episode.resolved);
  return incident.closed();
}

it('repairs what controls a pod: that is planned for, locked and counted', async () => {
  const { result, world, target } = await bed.play(lookedUp(found, (play) => repairs(play, ofPod(play.target))));

  const controller = controllerOf(target);
  expect(result).toMatchObject({ key: target, target: controller, outcome: { kind: 'resolved-by-us' } });
  expect(world.questions.map(({ plan }) => plan.target)).toEqual([controller]);
  expect(world.actions.map((action) => action.target)).toEqual([controller]);
  expect(result.timeline.entries.map(({ text }) => text)).toContain('Pod agent-x7k2p belongs to DaemonSet agent');
});

it('counts a pod that was made anew under another name as the same target', async () => {
  const { world, target } = await bed.play(
    lookedUp(found, async (play) => {
      const replaced = podOf(play.target.split('/')[2] ?? '', 'agent-zzzz2');
      await repairs(play, ofPod(play.target));
      play.world.up.clear();
      return repairs({ ...play, incident: play.incidentOf(replaced) }, ofPod(replaced, 1));
    }),
  );

  const controller = controllerOf(target);
  expect(world.questions.map(({ plan }) => plan.target)).toEqual([controller, controller]);
});

it.each<FoundTarget>([
  { found: 'nothing', words: 'Pod agent-x7k2p is not there any more' },
  { found: 'several', words: 'the pods of the alerts belong to Job a and Job b' },
])('calls people with what was found where that is $found', async (answer) => {
  const { result, world } = await bed.play(
    lookedUp(
      async () => answer,
      async (play) => {
        const { firing, resolved } = ofPod(play.target);
        await play.incident.deliver(firing);
        await reaches(play.incident, 'escalated');
        await play.incident.deliver(resolved);
        return play.incident.closed();
      },
    ),
  );

  const { words } = answer;
  expect(result.outcome).toEqual({ kind: 'nothing-done', reason: 'unknown-target', detail: words });
  expect(world.told()).toEqual(['escalated', 'cleared']);
  expect(world.actions).toEqual([]);
});

it('waits for an API server that is away, and calls people when it stays away', async () => {
  const { result, world } = await bed.play(
    lookedUp(away, async (play) => {
      const { firing, resolved } = ofPod(play.target);
      await play.incident.deliver(firing);
      await play.pass(6 * minutes);
      await reaches(play.incident, 'escalated');
      await play.incident.deliver(resolved);
      return play.incident.closed();
    }),
  );

  expect(result.outcome).toMatchObject({
    kind: 'nothing-done',
    reason: 'cluster-unavailable',
    detail: 'nobody can say what is sick: cluster shop does not answer',
  });
  expect(world.told()[0]).toBe('escalated');
});

it('goes on when the API server is back', async () => {
  let asked = 0;
  const awayAtFirst: Activities['resolveTarget'] = async (question) => {
    asked += 1;
    if (asked < 4) throw failure('ClusterUnavailable', 'cluster shop does not answer');
    return found(question);
  };
  const { result } = await bed.play(lookedUp(awayAtFirst, (play) => repairs(play, ofPod(play.target))));

  expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
});
