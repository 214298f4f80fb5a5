import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import type { AlertDetail } from '../../../model/alert/tracked-alerts.ts';
import type { CheckName } from '../../../model/names.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Proposal } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import type { NoPlan, Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

/** What an alert on a node allows: to keep pods off by itself, to move those that are there once somebody agrees, or nothing. */
interface Answer {
  readonly may: readonly ('cordon-node' | 'drain-node')[];
  /** What shows, beside a node that is ready, that the trouble is over. */
  readonly proof: readonly CheckName[];
}

const unready: Answer = { may: ['cordon-node', 'drain-node'], proof: [] };
// A node that does not answer may still run its pods: nobody can move them off it.
const unreachable: Answer = { may: ['cordon-node'], proof: [] };
const flapping: Answer = { may: ['drain-node'], proof: ['node-flapping'] };
const crowded: Answer = { may: ['cordon-node'], proof: ['node-pods'] };
const pressed: Answer = { may: [], proof: ['node-pressure'] };
// The node is Ready with a broken disk: only what watches its hardware could say that it is whole again.
const broken: Answer = { may: ['cordon-node', 'drain-node'], proof: ['node-problems'] };

const answers: Readonly<Record<string, Answer>> = {
  KubeNodeNotReady: unready,
  KubeNodeUnreachable: unreachable,
  KubeNodeReadinessFlapping: flapping,
  KubeNodePressure: pressed,
  KubeNodeEviction: pressed,
  KubeletTooManyPods: crowded,
  KubernetesNodeReady: unready,
  KubernetesNodeNotReady: unready,
  KubernetesOutOfCapacity: crowded,
  KubernetesNodeOutOfPodCapacity: crowded,
  NodeRAIDDegraded: broken,
  NodeRAIDDiskFailure: broken,
  NodeNetworkInterfaceFlapping: broken,
  NodeNetworkReceiveErrs: broken,
  NodeNetworkTransmitErrs: broken,
  NodeBondingDegraded: broken,
};

const questions = ['node-state', 'nodes-away', 'node-pressure', 'node-flapping', 'node-pods', 'node-problems'] as const;

/** A node is sick: say why, keep pods off it while the cluster can spare it, and have it drained where people agree. */
export const nodeUnhealthy: Runbook = {
  summary: 'A node is sick: keep new pods off it while the cluster can spare it, and move its pods where people agree.',
  defaultMode: 'observe',
  timeoutMs: 90 * 60 * 1_000,
  looks: questions,
  mayDo: ['cordon-node', 'drain-node', 'uncordon-node'],

  answers: alertsCalled(alertsAnsweredBy('node-unhealthy')),

  async diagnose({ target }) {
    if (!isNode(target)) return { conclusion: `${target} is no node of a cluster`, checks: [], logs: null };
    const checks = await runChecks(questions.map((check) => ({ check, target })));
    const told = checks.filter(({ check, health }) => alwaysTold.has(check) || health === 'unhealthy');
    return {
      conclusion: told.map(({ summary }) => summary).join('; '),
      details: checks.flatMap(({ details = [] }) => details).slice(0, maxDetails),
      checks,
      logs: null,
    };
  },

  plan({ target, alerts }, { checks, conclusion }) {
    const [state, away] = [find(checks, 'node-state'), find(checks, 'nodes-away')];
    if (!state) return nothing('diagnosis-only', conclusion);
    if (state.health === 'unknown' || away?.health === 'unknown')
      return nothing('no-plan', `nobody can tell how the node is: ${conclusion}`);
    if (state.facts?.['exists'] === 'no') return nothing('diagnosis-only', state.summary);
    const { may, proof } = answerTo(alerts);
    const sick = [state, ...proof.map((name) => find(checks, name))].filter((one) => one?.health !== 'healthy');
    const cordoned = state.facts?.['cordoned'];
    if (sick.length === 0)
      return cordoned === 'by Nightshift' ? [giveBack(target)] : nothing('already-healthy', state.summary);
    if (may.length === 0) return nothing('diagnosis-only', conclusion);
    if (cordoned === 'by somebody else') return nothing('diagnosis-only', `people are at it already: ${conclusion}`);
    if (away?.health === 'unhealthy') return nothing('diagnosis-only', `the cluster cannot spare it: ${away.summary}`);
    return ladder(target, may, cordoned === 'by Nightshift');
  },

  proofOfHealth: ({ target, alerts }) =>
    (['node-state', ...answerTo(alerts).proof] as const).map((check) => ({ check, target })),
};

const alwaysTold = new Set<CheckName>(['node-state', 'nodes-away', 'node-pods']);
const maxDetails = 40;

/** First what is harmless, then, where that was not the end of it, what people have to agree to. */
function ladder(target: Target, may: Answer['may'], isCordoned: boolean): readonly Proposal[] | NoPlan {
  const steps = may.filter((action) => !(isCordoned && action === 'cordon-node'));
  if (steps.length === 0)
    return nothing('diagnosis-only', 'Nightshift has cordoned it already; the rest is for people');
  return steps.map((action) => ({
    summary: action === 'cordon-node' ? `keep new pods off ${target}` : `move the pods off ${target}`,
    actions: [{ action, target }],
  }));
}

function giveBack(target: Target): Proposal {
  return {
    summary: `let pods onto ${target} again: it is healthy, and Nightshift has cordoned it`,
    actions: [{ action: 'uncordon-node', target }],
  };
}

/** What all of the alerts together allow: no more than the strictest of them, and everything has to be proven. */
function answerTo(alerts: readonly Pick<AlertDetail, 'labels'>[]): Answer {
  const known = alerts.flatMap(({ labels }) => answers[labels['alertname'] ?? ''] ?? []);
  const [first, ...others] = known.length > 0 ? known : [pressed];
  return {
    may: (first?.may ?? []).filter((action) => others.every(({ may }) => may.includes(action))),
    proof: [...new Set(known.flatMap(({ proof }) => proof))],
  };
}

function isNode(target: Target): boolean {
  return objectOf(target)?.kind === 'Node';
}

function find(checks: readonly CheckResult[], name: CheckName): CheckResult | undefined {
  return checks.find(({ check }) => check === name);
}

function nothing(noPlan: NoPlan['noPlan'], because: string): NoPlan {
  return { noPlan, because };
}
