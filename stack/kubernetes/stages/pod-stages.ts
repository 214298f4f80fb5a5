import { healthyPod, podStatus } from './pod-template.ts';
import { stage } from './stage.ts';

const isThere = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' } as const;
const hasNotEnded = { key: '.status.phase', operator: 'NotIn', values: ['Succeeded', 'Failed'] } as const;
const isOfJob = { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] } as const;

/** How pods come into being, end their work and go. */
export const podStages: readonly object[] = [
  stage({
    name: 'pod-ready',
    kind: 'Pod',
    when: [isThere, hasNotEnded, { ...conditionStatus('ContainersReady'), operator: 'NotIn', values: ['True'] }],
    status: podStatus(healthyPod),
  }),
  stage({
    name: 'pod-complete',
    kind: 'Pod',
    when: [isThere, isOfJob, { key: '.status.phase', operator: 'In', values: ['Running'] }],
    delay: { ms: 200, annotation: 'nightshift.test/run-for' },
    status: podStatus({
      phase: 'Succeeded',
      container: {
        ready: false,
        started: false,
        state:
          'terminated: { exitCode: 0, reason: Completed, startedAt: {{ or $pod.status.startTime $now | Quote }}, finishedAt: {{ $now | Quote }} }',
      },
    }),
  }),
  stage({
    name: 'pod-delete',
    kind: 'Pod',
    when: [{ ...isThere, operator: 'Exists' }],
    deletes: true,
  }),
];

function conditionStatus(type: string) {
  return { key: `.status.conditions.[] | select(.type == "${type}") | .status` };
}
