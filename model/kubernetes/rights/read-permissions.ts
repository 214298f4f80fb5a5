import type { Permission } from './permission.ts';

const reading = ['get', 'list'];

function read(group: string, ...resources: readonly string[]): readonly Permission[] {
  return resources.map((resource) => ({ group, resource, verbs: reading }));
}

/** What looking at a cluster needs: every kind of object that checks ask for, and no Secret and no ConfigMap. */
export const readPermissions: readonly Permission[] = [
  ...read('', 'events', 'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods'),
  ...read('', 'resourcequotas', 'services'),
  { group: '', resource: 'pods/log', verbs: ['get'] },
  ...read('apps', 'controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'),
  ...read('autoscaling', 'horizontalpodautoscalers'),
  ...read('batch', 'cronjobs', 'jobs'),
  // Those of nodes say when a kubelet was heard last.
  { group: 'coordination.k8s.io', resource: 'leases', verbs: ['get'] },
  ...read('discovery.k8s.io', 'endpointslices'),
  ...read('metrics.k8s.io', 'pods'),
  ...read('networking.k8s.io', 'networkpolicies'),
  ...read('policy', 'poddisruptionbudgets'),
  ...read('storage.k8s.io', 'storageclasses'),
];

const watching = ['list', 'watch'];

/** What watching a cluster without Prometheus needs. */
export const watchPermissions: readonly Permission[] = [
  { group: '', resource: 'nodes', verbs: watching },
  { group: '', resource: 'pods', verbs: watching },
  { group: 'apps', resource: 'deployments', verbs: watching },
  { group: 'batch', resource: 'jobs', verbs: watching },
];

/** The Lease by which several triggers agree on who watches, in Nightshift's own namespace. */
export const leasePermissions: readonly Permission[] = [
  { group: 'coordination.k8s.io', resource: 'leases', verbs: ['create', 'get', 'patch'] },
];
