import type { Labels } from '../../../../model/alert/alert.ts';
import { autoscalerFacts } from '../../../../model/kubernetes/capacity/autoscaler.ts';
import { claimFacts } from '../../../../model/kubernetes/capacity/claim.ts';
import { jobFacts } from '../../../../model/kubernetes/capacity/job.ts';
import { memoryFacts } from '../../../../model/kubernetes/capacity/memory.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import { mebibyte } from '../../../../model/kubernetes/quantity.ts';
import type { CheckName } from '../../../../model/names.ts';
import type { CheckResult } from '../../../../model/remediation/check.ts';
import type { Action, Facts, Risk } from '../../../../model/remediation/plan.ts';
import { anEpisode } from '../../episodes.ts';
import { MockWorld } from '../../played/mock-world.ts';
import { asked, reaches, untilVerified, verifyAndClose } from '../../played/staging.ts';
import type { Scenario } from '../../played/test-bed.ts';

const GiB = 1024 * mebibyte;

/** What is short in a namespace of a play's own, which alert says so, and what the first look finds. */
export interface Shortage {
  readonly kind: string;
  readonly alert: string;
  readonly labels?: Labels;
  readonly check: CheckName;
  readonly facts?: Facts;
  readonly health?: CheckResult['health'];
  /** Whether its proof holds once something was done; true unless given. */
  readonly helps?: boolean;
  readonly risk?: Risk;
  /** What takes it back; nothing unless given. */
  readonly undo?: Omit<Action, 'target'>;
  /** How it ends: repaired, repaired once people have approved, or left to people. */
  readonly end: 'repaired' | 'approved' | 'escalated' | 'resolved';
}

/** Plays a shortage in a world in which every proof is read off the object. */
export function aShortage(shortage: Shortage): Scenario {
  const { kind, alert: name, labels = {}, end } = shortage;
  return {
    target: (host) => objectTarget({ cluster: 'shop', namespace: host, kind, name: 'web' }),
    world: () => worldOf(shortage),
    script: async (play) => {
      const episode = anEpisode({ target: play.target, name, labels });
      await play.incident.deliver(episode.firing);
      if (end === 'approved') {
        const { code } = await asked(play);
        // What cannot be taken back needs two people.
        for (const by of ['ann', 'ben']) await play.remediation.vote('approve', { code, by });
      }
      if (end === 'repaired' || end === 'approved') return verifyAndClose(play, episode);
      await reaches(play.incident, end);
      await play.pass(untilVerified);
      await play.incident.deliver(episode.resolved);
      return play.incident.closed();
    },
  };
}

function worldOf({
  check: looked,
  facts,
  health = 'unhealthy',
  helps = true,
  risk = 'disruptive',
  undo,
}: Shortage): MockWorld {
  const world = new MockWorld();
  world.traitsOf = ({ target }) => ({ risk, undo: undo ? { ...undo, target } : null });
  world.sees = async ({ check, target }) => {
    const isDone = world.actions.length > 0;
    const found = check === looked && facts ? { facts } : {};
    const now = isDone ? (helps ? 'healthy' : 'unhealthy') : health;
    return { check, target, health: now, summary: `${check}: ${now}`, details: [`seen by ${check}`], ...found };
  };
  return world;
}

/** A container that was killed at its limit of 512 MiB. */
export const killedForMemory: Shortage = {
  kind: 'Deployment',
  alert: 'KubernetesContainerOomKiller',
  labels: { container: 'api' },
  check: 'memory-limits',
  facts: memoryFacts({
    containers: [{ name: 'api', limit: 512 * mebibyte }],
    short: ['api'],
    raises: 0,
    obstacle: null,
    caps: { memoryBytes: 4 * GiB },
  }),
  end: 'repaired',
};

/** The same where a higher limit does not help either, and can be taken back to what it was. */
const killedAgain: Shortage = {
  ...killedForMemory,
  helps: false,
  undo: { action: 'restore-memory-limit', settings: { container: 'api', bytes: String(512 * mebibyte), mark: '1' } },
};

/** An autoscaler at its maximum of 4. */
export const maxedOut: Shortage = {
  kind: 'HorizontalPodAutoscaler',
  alert: 'KubeHpaMaxedOut',
  check: 'autoscaler-state',
  facts: autoscalerFacts({
    least: 2,
    max: 4,
    current: 4,
    desired: 4,
    available: 4,
    wantsMore: true,
    limitedForMs: null,
    trouble: null,
    unschedulable: 0,
    killedForMemory: 0,
    byMemoryAlone: false,
    settlesMs: 300_000,
    most: 20,
  }),
  end: 'repaired',
};

/** A failed run, told of under the target of its CronJob, with what became of later ones. */
export function aFailedJob(later: 'succeeded' | 'none', kind = 'CronJob'): Shortage {
  return {
    kind,
    alert: 'KubeJobFailed',
    labels: { job_name: 'nightly-1' },
    check: 'job-state',
    facts: jobFacts({
      state: 'failed',
      reason: 'BackoffLimitExceeded',
      cronJob: 'nightly',
      later,
      laterName: later === 'succeeded' ? 'nightly-2' : null,
      reruns: 0,
      endings: ['exit code 1'],
    }),
    end: 'repaired',
  };
}

/** A claim of 10 GiB that fills up, and may grow. */
export const fillsUp: Shortage = {
  kind: 'PersistentVolumeClaim',
  alert: 'KubePersistentVolumeFillingUp',
  check: 'claim-state',
  facts: claimFacts({
    phase: 'Bound',
    size: 10 * GiB,
    capacity: 10 * GiB,
    storageClass: 'fast',
    isExpandable: true,
    isResizing: false,
    trouble: null,
    usedPercent: 97,
    inodesPercent: 3,
    caps: { claim: { stepPercent: 20, mostBytes: 100 * GiB } },
  }),
  risk: 'destructive',
  end: 'approved',
};

/** A quota that is used up, which is for people. */
export const usedUp: Shortage = {
  kind: 'ResourceQuota',
  alert: 'KubeQuotaExceeded',
  check: 'quota-state',
  end: 'escalated',
};

/** The paths of the runbooks for what is short in a cluster. */
export const capacityScenarios = {
  'autoscaler-raised': aShortage(maxedOut),
  'claim-expanded': aShortage(fillsUp),
  'job-deleted': aShortage(aFailedJob('succeeded')),
  'memory-raised': aShortage(killedForMemory),
  'memory-restored': aShortage(killedAgain),
  'quota-told': aShortage(usedUp),
} as const satisfies Readonly<Record<string, Scenario>>;
