import { setTimeout as sleep } from 'node:timers/promises';
import { castVote } from '../../clients/temporal/operators/votes.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { TimelineEntry } from '../../model/incident/timeline.ts';
import type { AwaitedApproval } from '../../model/remediation/approval.ts';
import { remediationWorkflowId } from '../../model/names.ts';
import { follow } from '../follow.ts';
import { workflowUrl } from '../scene.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';
import { deploymentTarget } from './cluster.ts';
import type { ClusterScene } from './cluster-scene.ts';
import type { Decision } from './decision.ts';

const target = deploymentTarget('shop');
const [good, bad] = ['shop:1.8', 'shop:1.9'];

/** A rollout brings a crash loop; Nightshift says so, asks whether to roll back, does it and proves that it helped. */
export async function actOfRollout(scene: ClusterScene, decision: Decision): Promise<boolean> {
  const { cluster } = scene;
  const startedAt = Date.now();
  await cluster.deploy('shop', good);
  tellMoment(startedAt, 'deployed', `${good}, three pods, all ready`);
  await cluster.rollOut('shop', bad);
  tellMoment(startedAt, 'rolled out', `${bad}, by somebody`);
  await sleep(5_000);
  await cluster.crashAll('shop');
  tellMoment(startedAt, 'crashing', 'all of its pods; what lasts for 10 s raises an alert');

  const told = new Set<string>();
  const tell = (entry: TimelineEntry): void => {
    const words = `${entry.event} ${entry.text}`;
    // Each of the pods raises an alert, and the plan is told more fully below.
    if (!told.has(words) && entry.event !== 'approval-requested') tellEntry(startedAt, entry);
    told.add(words);
  };
  const options = { tell, withinMs: 180_000 };
  const waiting = await follow(scene, { target }, ({ approval, outcome }) => (approval ?? outcome) !== null, options);
  if (!waiting?.approval) return tellVerdict(false, 'no plan waits for an approval');
  tellQuote('what Nightshift has looked at:', waiting.details ?? []);
  tellPlan(scene, waiting.approval);
  tellMoment(startedAt, 'waiting', decision.invitation);
  const imageBefore = await cluster.imageOf('shop');
  await decide(scene, decision, waiting.approval);

  const ended = await follow(scene, { target }, ({ outcome }) => outcome !== null, { ...options, after: waiting });
  tellQuote('the Deployment now:', [
    `image ${await cluster.imageOf('shop')}, ${await cluster.readyPods('shop')} ready`,
  ]);
  return imageBefore === bad ? judge(scene, ended) : tellVerdict(false, 'nobody had approved it yet');
}

function tellPlan(scene: ClusterScene, { plan }: AwaitedApproval): void {
  tellQuote('the hash of the plan, to which an approval is bound:', [plan]);
  tellQuote('in the Temporal UI, where people can decide as well:', [
    workflowUrl(scene, remediationWorkflowId(target)),
  ]);
}

/** Votes, unless somebody was quicker in the Temporal UI. */
async function decide({ client }: ClusterScene, { by, decide: ask }: Decision, approval: AwaitedApproval) {
  const elsewhere = new AbortController();
  const isDecided = follow({ client }, { target }, (record) => record.approval === null, { withinMs: Infinity });
  void isDecided.then(() => elsewhere.abort());
  const ballot = await ask(elsewhere.signal).catch(() => undefined);
  if (ballot) await castVote(client, target, ballot, { code: approval.code, by, comment: '' });
}

async function judge({ cluster }: ClusterScene, record: IncidentRecord | undefined): Promise<boolean> {
  const { kind, reason, detail } = record?.outcome ?? {};
  const image = await cluster.imageOf('shop');
  if (reason === 'approval-denied') return tellVerdict(image === bad, `${detail}: nothing was done`);
  const isGood = kind === 'resolved-by-us' && image === good && (await cluster.readyPods('shop')) === 3;
  return tellVerdict(
    isGood,
    isGood ? 'rolled back after the approval, and proven on the object itself' : 'not repaired',
  );
}
