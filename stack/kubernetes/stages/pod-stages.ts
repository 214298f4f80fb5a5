import { annotated, podStatus, running, terminated } from './pod-template.ts';
import { podTroubles, podTroubleStages } from './pod-troubles.ts';
import { holds, isSparedFrom, isWanted, stage, suffersFrom } from './stage.ts';

const hasNotEnded = { key: '.status.phase', operator: 'NotIn', values: ['Succeeded', 'Failed'] } as const;
const isRunning = { key: '.status.phase', operator: 'In', values: ['Running'] } as const;
const isOfJob = { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] } as const;

const readiness = '([.status.conditions[]? | {(.type): .status}] | add // {})';

// The node controller says of pods on a lost node that they are not ready, and no kubelet is there to say of their
// containers that they are not, or to end them.
const isLost = `(${readiness} | .Ready == "False" and .ContainersReady == "True")`;

const ended = { delay: { ms: 200, annotation: 'nightshift.test/run-for' }, kind: 'Pod' } as const;

/** How pods come into being, fall sick, end their work and go. */
export const podStages: readonly object[] = [
  stage({
    name: 'pod-ready',
    kind: 'Pod',
    when: [isSparedFrom(...podTroubles), isWanted, hasNotEnded, holds(`${readiness}.ContainersReady != "True"`)],
    status: podStatus({ phase: 'Running', container: running, others: running }),
  }),
  ...podTroubleStages,
  stage({
    ...ended,
    name: 'pod-complete',
    when: [isSparedFrom(...podTroubles, 'fails', 'hangs'), isWanted, isOfJob, isRunning],
    status: podStatus(over('Succeeded', '0', 'Completed')),
  }),
  stage({
    ...ended,
    name: 'pod-fails',
    when: [suffersFrom('fails'), isWanted, isRunning],
    status: podStatus(over('Failed', `{{ ${annotated('exit-code', '"1"')} }}`, 'Error')),
  }),
  stage({
    name: 'pod-delete',
    kind: 'Pod',
    when: [{ ...isWanted, operator: 'Exists' }, isSparedFrom('never-ends'), holds(`${isLost} | not`)],
    delay: { ms: 0, annotation: 'nightshift.test/stop-after' },
    deletes: true,
  }),
];

function over(phase: 'Succeeded' | 'Failed', exitCode: string, reason: string) {
  const container = { ready: false, started: false, state: terminated(exitCode, reason) };
  return { phase, container, others: container };
}
