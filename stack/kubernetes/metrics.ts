import type { KindDefinition } from './definitions.ts';

const group = 'metrics.k8s.io';
const version = 'v1beta1';

/**
 * The metrics API, as plain objects in place of a server that measures: what pods and nodes use is what somebody has
 * written, and the autoscaler's controller and every other client read it as they would read what was measured.
 */
export const metricKinds: readonly KindDefinition[] = [
  { group, version, kind: 'PodMetrics', plural: 'pods', scope: 'Namespaced' },
  { group, version, kind: 'NodeMetrics', plural: 'nodes', scope: 'Cluster' },
];
