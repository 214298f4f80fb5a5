import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { isKubernetesTarget } from '../../../model/kubernetes/object.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';
import { diagnosisOf } from '../../runbook/findings.ts';

const isCalledSo = alertsCalled(alertsAnsweredBy('cluster-target-down'));

/** Metrics of something in a cluster do not arrive: tell whether it runs. Nobody is repaired for not being seen. */
export const clusterTargetDown: Runbook = {
  summary: 'Metrics of something in a cluster do not arrive: say whether its pods run; nothing is changed.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['monitor-target', 'service-endpoints'],
  mayDo: [],

  answers: (alert, target) => isCalledSo(alert) && typeof target === 'string' && isKubernetesTarget(target),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks([{ check: 'monitor-target', target }]));
  },

  // Not even "healthy already": what nobody measures is not known to be healthy.
  plan: (_trouble, { conclusion }) => ({ noPlan: 'diagnosis-only', because: conclusion }),

  proofOfHealth: ({ target }) => [{ check: 'service-endpoints', target }],
};
