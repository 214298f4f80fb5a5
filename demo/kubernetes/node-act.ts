import { castVote } from '../../clients/temporal/operators/votes.ts';
import type { TimelineEntry } from '../../model/incident/timeline.ts';
import { follow } from '../follow.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';
import { nodeTarget } from './cluster.ts';
import type { ClusterScene } from './cluster-scene.ts';

const name = 'node-5';
const target = nodeTarget(name);

/** A node stops answering; Nightshift keeps new pods off it, and says that this heals nothing. */
export async function actOfNode(scene: ClusterScene): Promise<boolean> {
  const { cluster } = scene;
  const startedAt = Date.now();
  await cluster.silence(name);
  tellMoment(startedAt, 'silent', `${name}: its kubelet says nothing any more`);

  const tell = (entry: TimelineEntry): void => tellEntry(startedAt, entry);
  const patience = { tell, withinMs: 90_000 };
  const asked = await follow(scene, { target }, ({ approval, outcome }) => (approval ?? outcome) !== null, patience);
  const code = asked?.approval?.code;
  if (!code) return tellVerdict(false, 'nobody was asked whether to move its pods');
  tellMoment(startedAt, 'waiting', 'the demo says no to moving the pods, as somebody would who knows the machine');
  await castVote(scene.client, target, 'deny', { code, by: 'the demo', comment: '' });

  const ended = await follow(scene, { target }, ({ outcome }) => outcome !== null, { ...patience, after: asked });
  const { spec } = await cluster.node(name);
  tellQuote('the node now:', [`${name} ${spec?.unschedulable ? 'is cordoned' : 'takes pods'}`]);
  const good = ended?.outcome?.kind === 'escalated' && spec?.unschedulable === true;
  return tellVerdict(
    good,
    good ? 'cordoned without asking, which heals nothing: the incident escalates' : 'not contained',
  );
}
