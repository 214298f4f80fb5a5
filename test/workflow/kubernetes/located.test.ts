import { expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { Activities } from '../../../activities/index.ts';
import type { FoundTarget } from '../../../model/kubernetes/targets/found-target.ts';
import {
  controllerOf,
  found,
  lookedUp,
  ofPod,
  podOf,
  repairs,
} from '../../support/kubernetes/paths/located-scenarios.ts';
import { minutes } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const away: Activities['resolveTarget'] = async () => {
  throw failure('ClusterUnavailable', 'cluster shop does not answer');
};

it('repairs what controls a pod: that is planned for, locked and counted', async () => {
  const { result, world, target } = await bed.play(scenarios['pod-located']);

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
      await repairs(play);
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
  const { result } = await bed.play(lookedUp(awayAtFirst, (play) => repairs(play)));

  expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
});
