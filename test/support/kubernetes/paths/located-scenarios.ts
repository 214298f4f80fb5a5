import type { Activities } from '../../../../activities/index.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { Target } from '../../../../model/target.ts';
import type { Episode } from '../../episodes.ts';
import { anEpisode } from '../../episodes.ts';
import { MockWorld } from '../../played/mock-world.ts';
import { escalateAndClose, verifyAndClose } from '../../played/staging.ts';
import type { Play, Scenario } from '../../played/test-bed.ts';

/** A pod of a DaemonSet, in a namespace of the play's own: its name does not say whose pod it is. */
export function podOf(host: string, name = 'agent-x7k2p'): Target {
  return objectTarget({ cluster: 'shop', namespace: host, kind: 'Pod', name });
}

/** What controls it. */
export function controllerOf(pod: Target): Target {
  return pod.replace(/Pod\/.*/, 'DaemonSet/agent');
}

/** The alert of a pod, which the route of an operator has a runbook answer. */
export function ofPod(target: Target, nth = 0): Episode {
  const pod = target.slice(target.lastIndexOf('/') + 1);
  const { firing, resolved } = anEpisode({ target, labels: { pod }, nth });
  return { firing: { ...firing, runbook: 'service-down' }, resolved: { ...resolved, runbook: 'service-down' } };
}

/** Finds what controls the pod. */
export const found: Activities['resolveTarget'] = async ({ target }) => ({
  found: 'object',
  target: controllerOf(target),
  words: 'Pod agent-x7k2p belongs to DaemonSet agent',
});

/** An incident of a pod whose object is looked up so. */
export function lookedUp(resolveTarget: Activities['resolveTarget'], script: Scenario['script']): Scenario {
  const world = (): MockWorld => {
    const staged = new MockWorld();
    staged.instead.resolveTarget = resolveTarget;
    return staged;
  };
  return { target: podOf, world, script };
}

/** Has the pod's alert fire, and what is found be repaired. */
export async function repairs(play: Play, episode = ofPod(play.target)) {
  await play.incident.deliver(episode.firing);
  return verifyAndClose(play, episode);
}

/** The paths on which an object is looked up in its cluster. */
export const locatedScenarios = {
  'object-gone': lookedUp(
    async () => ({ found: 'nothing', words: 'Pod agent-x7k2p is not there any more' }),
    async (play) => {
      const episode = ofPod(play.target);
      await play.incident.deliver(episode.firing);
      return escalateAndClose(play, episode);
    },
  ),
  'pod-located': lookedUp(found, (play) => repairs(play)),
} as const satisfies Readonly<Record<string, Scenario>>;
