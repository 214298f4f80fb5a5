import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import type { ObjectRef } from '../../../model/kubernetes/object.ts';
import { isObjectName, objectOf, objectTarget } from '../../../model/kubernetes/object.ts';
import type { CheckName } from '../../../model/names.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Action } from '../../../model/remediation/plan.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';
import { diagnosisOf, factOf } from '../../runbook/findings.ts';
import { podActions } from '../../runbook/objects.ts';

const questions: readonly CheckName[] = ['backend-traffic', 'backend-members', 'service-endpoints'];

/**
 * Requests to a Service fail: take the one member that answers badly out of it, and put it back once it answers well. What
 * does not recover is replaced.
 */
export const backendSick: Runbook = {
  summary: 'Requests to a Service fail: take the sick member out, put it back when it is well, else replace it.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: questions,
  mayDo: ['remove-endpoint', 'restart-workload-pod'],

  answers: alertsCalled(alertsAnsweredBy('backend-sick')),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks(questions.map((check) => ({ check, target }))));
  },

  plan({ target }, { checks, conclusion }) {
    const [traffic, members] = checks;
    const service = objectOf(target);
    if (traffic?.health === 'healthy' && members?.health === 'healthy')
      return { noPlan: 'already-healthy', because: conclusion };
    if (!service || (traffic?.health === 'unknown' && members?.health === 'unknown'))
      return { noPlan: 'no-plan', because: conclusion };
    const removal = removalOf(service, members);
    const replacing = podActions('restart-workload-pod', service, service.namespace, factOf(members, 'pod'));
    const ladder = [
      ...(removal ? [{ summary: `take ${sickOf(members)} out of ${service.name}`, actions: [removal] }] : []),
      ...(replacing.length > 0 ? [{ summary: `replace ${sickOf(members)}`, actions: replacing }] : []),
    ];
    if (ladder.length > 0) return ladder;
    const obstacle = factOf(members, 'obstacle');
    return { noPlan: 'diagnosis-only', because: obstacle === '' ? conclusion : `${conclusion}; ${obstacle}` };
  },

  // The members beside the traffic: without the sick one the traffic is well, and the sick one as sick as before.
  proofOfHealth: ({ target }) => [
    { check: 'backend-traffic', target },
    { check: 'backend-members', target },
  ],
};

/** Takes the sick member out, where that can be done without a side effect. */
function removalOf({ cluster, namespace, name: service }: ObjectRef, members: CheckResult | undefined): Action | null {
  const [label, value] = [factOf(members, 'label'), factOf(members, 'value')];
  const [slice, address] = [factOf(members, 'slice'), factOf(members, 'address')];
  if (factOf(members, 'obstacle') !== '') return null;
  const [kind, name] = slice === '' ? ['Pod', factOf(members, 'pod')] : ['EndpointSlice', slice];
  if (!isObjectName(name)) return null;
  const settings = slice === '' ? { service, label, value } : { service, address };
  return { action: 'remove-endpoint', target: objectTarget({ cluster, namespace, kind, name }), settings };
}

function sickOf(members: CheckResult | undefined): string {
  return factOf(members, 'pod') || factOf(members, 'address');
}
