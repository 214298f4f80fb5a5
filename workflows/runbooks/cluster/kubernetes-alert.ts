import { objectOf } from '../../../model/kubernetes/object.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

/** Any alert on an object of a cluster that no other runbook knows: say how the object is, and leave it to people. */
export const kubernetesAlert: Runbook = {
  summary:
    'An alert on an object of a cluster that no other runbook answers: say how the object is; nothing is changed.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['object-state'],
  mayDo: [],

  // It is chosen by the target of an alert, when no other one answers it.
  answers: () => false,

  async diagnose({ target, alerts }) {
    if (!objectOf(target)) return { conclusion: `${target} names no object of a cluster`, checks: [], logs: null };
    const checks = await runChecks([{ check: 'object-state', target }]);
    const [state] = checks;
    const names = [...new Set(alerts.map(({ labels }) => labels['alertname'] ?? 'an alert without a name'))];
    return {
      conclusion: `${names.join(', ')}: ${state?.summary ?? 'nothing was found'}`,
      details: state?.details ?? [],
      checks,
      logs: null,
    };
  },

  plan: (_trouble, { conclusion }) => ({ noPlan: 'diagnosis-only', because: conclusion }),

  proofOfHealth: ({ target }) => [{ check: 'object-state', target }],
};
