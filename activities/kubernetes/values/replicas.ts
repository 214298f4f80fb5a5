import type { ChangedValue } from './changed-value.ts';
import { autoscalerOf, noAutoscaler } from './autoscalers.ts';

const count = /^\d{1,5}$/;

/** How many replicas a workload shall have. */
export const replicas: ChangedValue<'Deployment' | 'StatefulSet'> = {
  action: 'scale-workload',
  undo: 'restore-replicas',
  kinds: ['Deployment', 'StatefulSet'],
  caps: ['caps.replicas'],
  permissions: [
    { group: 'apps', resource: 'deployments', verbs: ['get', 'patch'] },
    { group: 'apps', resource: 'statefulsets', verbs: ['get', 'patch'] },
    { group: 'autoscaling', resource: 'horizontalpodautoscalers', verbs: ['list'] },
  ],
  patch: 'merge',

  async look({ spec }, found) {
    return { value: String(spec?.replicas ?? 1), autoscaler: await autoscalerOf(found) };
  },

  wanted: (settings) => settings['replicas'] ?? '',

  obstacle(now, settings, { caps }) {
    const wanted = settings['replicas'] ?? '';
    if (!count.test(wanted)) return `${wanted || 'nothing'} is no number of replicas`;
    if (now['autoscaler'] !== noAutoscaler)
      return `the autoscaler ${now['autoscaler']} decides how many replicas there are`;
    if (Number(wanted) < caps.replicas.least || Number(wanted) > caps.replicas.most)
      return `${wanted} replicas are outside of the cap of ${caps.replicas.least} to ${caps.replicas.most}`;
    return wanted === now['value'] ? `it has ${wanted} replicas already` : null;
  },

  specFor: (value) => ({ replicas: Number(value) }),
  specToRestore: (settings) => ({ replicas: Number(settings['value']) }),
  words: (value) => `${value} replicas`,
};
