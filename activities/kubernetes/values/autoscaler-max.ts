import { nextAutoscalerMax } from '../../../model/kubernetes/capacity/next-step.ts';
import type { ChangedValue } from './changed-value.ts';

const count = /^[1-9]\d{0,4}$/;

/** How many replicas an autoscaler may ask for. */
export const autoscalerMax: ChangedValue<'HorizontalPodAutoscaler'> = {
  action: 'raise-autoscaler-max',
  undo: 'restore-autoscaler-max',
  kinds: ['HorizontalPodAutoscaler'],
  caps: ['caps.autoscalerMost'],
  permissions: [{ group: 'autoscaling', resource: 'horizontalpodautoscalers', verbs: ['get', 'patch'] }],
  patch: 'merge',

  look: async ({ spec }) => ({ value: String(spec?.maxReplicas ?? '') }),
  wanted: (settings) => settings['max'] ?? '',

  obstacle(now, settings, { caps }) {
    const wanted = settings['max'] ?? '';
    if (!count.test(wanted)) return `${wanted || 'nothing'} is no number of replicas`;
    if (Number(wanted) > caps.autoscalerMost)
      return `a maximum of ${wanted} is above the cap of ${caps.autoscalerMost}`;
    if (Number(wanted) <= Number(now['value'])) return `a maximum of ${wanted} would not raise it`;
    const step = nextAutoscalerMax(Number(now['value']), caps);
    return step !== null && Number(wanted) <= step
      ? null
      : `a maximum of ${wanted} is more than one step above ${now['value']}`;
  },

  specFor: (value) => ({ maxReplicas: Number(value) }),
  specToRestore: (settings) => ({ maxReplicas: Number(settings['value']) }),
  words: (value) => `a maximum of ${value}`,
};
