import type { Scenario } from '../../played/test-bed.ts';
import { aSickWorkload, crashedByRollout, oneNotReady } from './workload-troubles.ts';

/** The paths of the runbooks for workloads of a cluster. */
export const workloadScenarios = {
  'container-diagnosed': aSickWorkload({ alert: 'KubeContainerWaiting', said: oneNotReady, end: 'escalated' }),
  'pod-replaced': aSickWorkload({
    alert: 'KubePodNotReady',
    labels: { pod: 'web-1' },
    said: oneNotReady,
    acts: true,
    end: 'resolved',
  }),
  'rollout-undone': aSickWorkload({
    alert: 'KubePodCrashLooping',
    said: crashedByRollout,
    acts: true,
    end: 'resolved',
  }),
  'stuck-rollout-diagnosed': aSickWorkload({
    alert: 'KubeDeploymentRolloutStuck',
    said: { ...crashedByRollout, 'pod-state': { facts: { trouble: 'not-scheduled' } } },
    end: 'escalated',
  }),
  'workload-diagnosed': aSickWorkload({
    alert: 'KubeDeploymentReplicasMismatch',
    said: oneNotReady,
    end: 'escalated',
  }),
} as const satisfies Readonly<Record<string, Scenario>>;
