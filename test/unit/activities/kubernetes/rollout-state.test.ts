import { expect, it } from 'vitest';
import type { Rolling } from '../../../../activities/kubernetes/workloads/revisions.ts';
import { phaseOf, rolloutState } from '../../../../activities/kubernetes/workloads/rollout-state.ts';

interface Told {
  readonly spec?: object;
  readonly status?: object;
}

const counts = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
const scheduled = { desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 3 };
const revisions = { currentRevision: 'old', updateRevision: 'new' };
const rolling = { updateStrategy: { type: 'RollingUpdate' } };

/** A workload whose controller has seen its newest specification. */
function aWorkload(spec: object, status: object): Rolling {
  return { metadata: { generation: 2 }, spec, status: { observedGeneration: 2, ...status } } as Rolling;
}

/** Three pods, all of the newest template and available, of each kind. */
function deployment({ spec, status }: Told = {}): Rolling {
  return aWorkload({ replicas: 3, ...spec }, { ...counts, ...status });
}
function statefulSet({ spec, status }: Told = {}): Rolling {
  return aWorkload({ replicas: 3, ...rolling, ...spec }, { ...counts, ...revisions, ...status });
}
function daemonSet({ spec, status }: Told = {}): Rolling {
  return aWorkload({ ...rolling, ...spec }, { ...scheduled, numberReady: 3, numberAvailable: 3, ...status });
}

const partition = (first: number) => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: first } },
});
const pastDeadline = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
const onDelete = { updateStrategy: { type: 'OnDelete' } };

it.each([
  { kind: 'Deployment', what: 'all followed', workload: deployment(), phase: 'settled' },
  {
    kind: 'Deployment',
    what: 'none are ready',
    workload: deployment({ status: { readyReplicas: 0, availableReplicas: 0 } }),
    phase: 'settled',
  },
  {
    kind: 'Deployment',
    what: 'one lacks',
    workload: deployment({ status: { updatedReplicas: 2 } }),
    phase: 'under way',
  },
  {
    kind: 'Deployment',
    what: 'an old one is left',
    workload: deployment({ status: { replicas: 4 } }),
    phase: 'under way',
  },
  {
    kind: 'Deployment',
    what: 'the newest wish is not seen',
    workload: deployment({ status: { observedGeneration: 1 } }),
    phase: 'under way',
  },
  { kind: 'Deployment', what: 'it is paused', workload: deployment({ spec: { paused: true } }), phase: 'paused' },
  { kind: 'StatefulSet', what: 'all followed', workload: statefulSet(), phase: 'settled' },
  {
    kind: 'StatefulSet',
    what: 'the counts of the only revision are not kept',
    workload: statefulSet({ status: { currentRevision: 'new', updatedReplicas: undefined } }),
    phase: 'settled',
  },
  {
    kind: 'StatefulSet',
    what: 'one lacks',
    workload: statefulSet({ status: { updatedReplicas: 2 } }),
    phase: 'under way',
  },
  {
    kind: 'StatefulSet',
    what: 'a partition lets one of three go, which has followed',
    workload: statefulSet({ spec: partition(2), status: { updatedReplicas: 1 } }),
    phase: 'partitioned',
  },
  {
    kind: 'StatefulSet',
    what: 'a partition lets two of three go, and one of them has followed',
    workload: statefulSet({ spec: partition(1), status: { updatedReplicas: 1 } }),
    phase: 'under way',
  },
  {
    kind: 'StatefulSet',
    what: 'a partition is larger than the set',
    workload: statefulSet({ spec: partition(9), status: { updatedReplicas: 0 } }),
    phase: 'partitioned',
  },
  {
    kind: 'StatefulSet',
    what: 'a partition is none',
    workload: statefulSet({ spec: partition(0) }),
    phase: 'settled',
  },
  {
    kind: 'StatefulSet',
    what: 'pods are replaced by hand',
    workload: statefulSet({ spec: onDelete, status: { updatedReplicas: 0 } }),
    phase: 'by hand',
  },
  {
    kind: 'StatefulSet',
    what: 'the newest wish is not seen',
    workload: statefulSet({ status: { observedGeneration: 1 } }),
    phase: 'under way',
  },
  { kind: 'DaemonSet', what: 'all followed', workload: daemonSet(), phase: 'settled' },
  {
    kind: 'DaemonSet',
    what: 'one lacks',
    workload: daemonSet({ status: { updatedNumberScheduled: 2 } }),
    phase: 'under way',
  },
  {
    kind: 'DaemonSet',
    what: 'pods are replaced by hand',
    workload: daemonSet({ spec: onDelete, status: { updatedNumberScheduled: 0 } }),
    phase: 'by hand',
  },
  {
    kind: 'DaemonSet',
    what: 'the newest wish is not seen',
    workload: daemonSet({ status: { observedGeneration: 1 } }),
    phase: 'under way',
  },
] as const)('the rollout of a $kind is $phase where $what', ({ workload, phase }) => {
  expect(phaseOf(workload)).toBe(phase);
});

it.each([
  {
    what: 'a Deployment past its deadline',
    workload: deployment({ status: { conditions: pastDeadline } }),
    state: { isStuck: true },
  },
  {
    what: 'a DaemonSet on nodes that should have none',
    workload: daemonSet({ status: { numberMisscheduled: 2 } }),
    state: { misplaced: 2 },
  },
  {
    what: 'a StatefulSet with a partition',
    workload: statefulSet({ spec: partition(2), status: { updatedReplicas: 1 } }),
    state: { desired: 3, updated: 1, old: 2, heldBack: 2 },
  },
])('says what is special about $what', ({ workload, state }) => {
  expect(rolloutState(workload)).toMatchObject(state);
});
