import { follow } from '../follow.ts';
import { tellEntry, tellMoment, tellVerdict } from '../screen.ts';
import { deploymentTarget } from './cluster.ts';
import type { ClusterScene } from './cluster-scene.ts';

/** One pod among healthy siblings is stuck; Nightshift replaces it without asking anybody. */
export async function actOfPod(scene: ClusterScene): Promise<boolean> {
  const { cluster } = scene;
  const startedAt = Date.now();
  await cluster.deploy('cart', 'cart:2.3');
  const pod = await cluster.breakPod('cart');
  tellMoment(startedAt, 'stuck', `the pod ${pod}: it runs, and is not ready any more; two others are`);

  const record = await follow(
    scene,
    { target: deploymentTarget('cart') },
    ({ outcome, timeline }) => outcome !== null || timeline.entries.some(({ event }) => event === 'acted'),
    { tell: (entry) => tellEntry(startedAt, entry) },
  );
  const hasActed = record?.timeline.entries.some(({ event }) => event === 'acted') ?? false;
  const good = hasActed && (await cluster.untilReady('cart'));
  if (good)
    tellMoment(startedAt, 'whole again', 'three pods are ready; Nightshift watches for 70 s more, the demo goes on');
  return tellVerdict(good, good ? 'one pod replaced, and nobody was asked' : 'the pod was not replaced');
}
