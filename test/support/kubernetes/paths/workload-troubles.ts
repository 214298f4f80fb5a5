import type { Labels } from '../../../../model/alert/alert.ts';
import type { IncidentStatus } from '../../../../model/incident/incident.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { CheckName } from '../../../../model/names.ts';
import type { CheckResult } from '../../../../model/remediation/check.ts';
import { anEpisode } from '../../episodes.ts';
import { MockWorld } from '../../played/mock-world.ts';
import { reaches, untilVerified } from '../../played/staging.ts';
import type { Scenario } from '../../played/test-bed.ts';
import { aRevision } from '../objects/pod-states.ts';

/** What checks say; what is not given is healthy. */
export type Said = Partial<Record<CheckName, Partial<CheckResult>>>;

interface WorkloadTrouble {
  readonly alert: string;
  readonly kind?: string;
  readonly labels?: Labels;
  readonly said: Said;
  /** Whether anything is done, and verified. */
  readonly acts?: true;
  readonly end: IncidentStatus;
}

/** A workload in the namespace `shop`, which is well once something was done. */
export function aSickWorkload({
  alert: name,
  kind = 'Deployment',
  labels,
  said,
  acts,
  end,
}: WorkloadTrouble): Scenario {
  return {
    target: (host) => objectTarget({ cluster: 'default', namespace: 'shop', kind, name: host }),
    world: () => {
      const world = new MockWorld();
      world.sees = async ({ check, target }) => {
        const answer = world.actions.length > 0 ? undefined : said[check];
        const health = answer ? (answer.health ?? 'unhealthy') : 'healthy';
        return { check, target, summary: `${check}: ${health}`, ...answer, health };
      };
      return world;
    },
    script: async ({ incident, target, world, pass }) => {
      const { firing, resolved } = anEpisode({ target, name, labels: { namespace: 'shop', ...labels } });
      await incident.deliver(firing);
      if (acts) {
        await incident.until(({ status }) => status === 'verifying' && world.orders.length > 0);
        await pass(untilVerified);
      }
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

/** What is said of a Deployment whose pods crash since its last rollout. */
export const crashedByRollout = {
  'workload-health': {},
  'pod-state': {
    summary: '2 of 3 pods sick: pod web-1: container app crashes again and again, exit code 1',
    details: ['pod web-1 on node-1, Running, not ready: container app crashes again and again'],
    facts: { trouble: 'crash-loop', pod: 'web-1', sick: '2', phase: 'Running' },
  },
  'object-events': { facts: { backOffAt: '2026-01-01T00:00:40.000Z' } },
  'rollout-history': {
    health: 'healthy',
    facts: {
      revisions: JSON.stringify([aRevision(), aRevision({ number: 6, template: 'old' })]),
      changes: JSON.stringify(['image of app web:1.8 → web:1.9']),
      onlyNewestSick: 'true',
    },
  },
} as const satisfies Said;

/** What is said of a workload one of whose pods is not ready, all others being well. */
export const oneNotReady = {
  'workload-health': {},
  'pod-state': {
    summary: 'pod web-1: container app runs and is not ready',
    facts: { trouble: 'not-ready', pod: 'web-1', sick: '1', phase: 'Running', owner: 'ReplicaSet' },
  },
  'sick-neighbours': { health: 'healthy', facts: { inNamespace: '0', onNode: '0', nodeReady: 'true' } },
} as const satisfies Said;
