/** The bundle's entry for tests of runbooks that go wrong: the service-down runbook with a fault that its alert asks for. */
import { condition } from '@temporalio/workflow';
import type { AlertDetail } from '../../../model/alert/tracked-alerts.ts';
import type { Runbook, Trouble } from '../../../workflows/runbook/runbook.ts';
import { serviceDown } from '../../../workflows/runbooks/host/service-down.ts';

export { incident } from '../../../workflows/incident/incident.ts';
export { remediation } from '../../../workflows/remediation/remediation.ts';

/** What may go wrong, by the value of the alert's label `fault`. */
const faults: Readonly<Record<string, Partial<Runbook>>> = {
  'answers throws': { answers: () => fail('answers') },
  'diagnose throws': { diagnose: () => fail('diagnose') },
  'diagnose rejects': { diagnose: () => Promise.reject(new TypeError('a fault in diagnose')) },
  'diagnose never ends': { diagnose: () => condition(() => false).then(() => fail('diagnose')) },
  'plan throws': { plan: () => fail('plan') },
  'plan is empty': { plan: () => [{ summary: 'do nothing at length', actions: [] }] },
  'ladder is empty': { plan: () => [] },
  'proof throws': { proofOfHealth: () => fail('proofOfHealth') },
  'proof is empty': { proofOfHealth: () => [] },
};

const sound: Runbook = { ...serviceDown };
Object.assign(serviceDown, {
  answers: (alert) => faultOf(alert).answers?.(alert) ?? sound.answers(alert),
  diagnose: (trouble) => faultIn(trouble).diagnose?.(trouble) ?? sound.diagnose(trouble),
  plan: (trouble, diagnosis) => faultIn(trouble).plan?.(trouble, diagnosis) ?? sound.plan(trouble, diagnosis),
  proofOfHealth: (trouble, found) =>
    faultIn(trouble).proofOfHealth?.(trouble, found) ?? sound.proofOfHealth(trouble, found),
} satisfies Partial<Runbook>);

function faultIn({ alerts }: Trouble): Partial<Runbook> {
  return alerts[0] ? faultOf(alerts[0]) : {};
}

function faultOf({ labels }: Pick<AlertDetail, 'labels'>): Partial<Runbook> {
  return faults[labels['fault'] ?? ''] ?? {};
}

function fail(where: string): never {
  throw new TypeError(`a fault in ${where}`);
}
