import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';
import { diagnosisOf, factOf } from '../../runbook/findings.ts';
import { podActions } from '../../runbook/objects.ts';

/** Pods take no part in a service mesh: replace them one at a time, so that their sidecar is injected anew. */
export const sidecarDisconnected: Runbook = {
  summary: 'Pods take no part in a service mesh: replace them one at a time, so that their sidecar is injected anew.',
  defaultMode: 'observe',
  timeoutMs: 2 * 60 * 60 * 1_000,
  looks: ['sidecar-connected'],
  mayDo: ['restart-workload-pod'],

  answers: alertsCalled(alertsAnsweredBy('sidecar-disconnected')),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks([{ check: 'sidecar-connected', target }]));
  },

  plan({ target }, { checks: [sidecar], conclusion }) {
    if (sidecar?.health === 'healthy') return { noPlan: 'already-healthy', because: conclusion };
    if (sidecar?.health !== 'unhealthy') return { noPlan: 'no-plan', because: conclusion };
    const object = objectOf(target);
    const settings = { container: factOf(sidecar, 'container') };
    const namespace = object?.namespace ?? null;
    const actions = podActions('restart-workload-pod', object, namespace, factOf(sidecar, 'restart'), settings);
    if (actions.length === 0) return { noPlan: 'no-plan', because: conclusion };
    return [{ summary: `replace ${actions.length} pods of ${object?.name}, one at a time`, actions }];
  },

  proofOfHealth: ({ target }) => [{ check: 'sidecar-connected', target }],
};
