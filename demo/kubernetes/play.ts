import { tellAct, tellProgress } from '../screen.ts';
import { openClusterScene } from './cluster-scene.ts';
import { decisionFor } from './decision.ts';
import { actOfNode } from './node-act.ts';
import { actOfPod } from './pod-act.ts';
import { actOfRollout } from './rollout-act.ts';

/** `npm run demo -- kubernetes`: a real control plane, whose pods and nodes are played. */
export async function playKubernetes(args: readonly string[]): Promise<boolean> {
  tellAct('Setting the scene: Temporal, Nightshift, and a Kubernetes control plane that it watches without Prometheus');
  const scene = await openClusterScene(tellProgress);
  try {
    tellAct('Act 1: a rollout brings a crash loop');
    const isRolledBack = await actOfRollout(scene, decisionFor(args));
    tellAct('Act 2: one pod of three is stuck');
    const isReplaced = await actOfPod(scene);
    tellAct('Act 3: a node stops answering');
    const isCordoned = await actOfNode(scene);
    return isRolledBack && isReplaced && isCordoned;
  } finally {
    await scene.close();
  }
}
