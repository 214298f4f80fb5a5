import { follow } from '../follow.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';
import { nodeTarget } from './cluster.ts';
import type { ClusterScene } from './cluster-scene.ts';

const name = 'node-5';

/** A node stops answering; Nightshift keeps new pods off it, says that this heals nothing, and leaves the rest to people. */
export async function actOfNode(scene: ClusterScene): Promise<boolean> {
  const { cluster } = scene;
  const startedAt = Date.now();
  await cluster.silence(name);
  tellMoment(startedAt, 'silent', `${name}: its kubelet says nothing any more`);

  const record = await follow(
    scene,
    { target: nodeTarget(name) },
    ({ approval, outcome }) => (approval ?? outcome) !== null,
    { tell: (entry) => tellEntry(startedAt, entry), withinMs: 90_000 },
  );
  const { spec } = await cluster.node(name);
  tellQuote('the node now:', [`${name} ${spec?.unschedulable ? 'is cordoned' : 'takes pods'}`]);
  const isHealed = record?.outcome?.kind === 'resolved-by-us';
  const good = record !== undefined && spec?.unschedulable === true && !isHealed;
  tellVerdict(
    good,
    good
      ? 'cordoned without asking, which heals nothing: whether its pods are moved is for people to decide'
      : 'the node was not cordoned',
  );
  return good;
}
