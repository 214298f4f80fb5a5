/**
 * The bundle's entry for tests of plans: the service-down runbook with the ladder that its alert asks for.
 * The label `ladder` names actions by one word each, and parts rungs by `|`: `drain restart | rebuild`.
 */
import type { Runbook } from '../../../workflows/runbook/runbook.ts';
import { serviceDown } from '../../../workflows/runbooks/host/service-down.ts';

export { incident } from '../../../workflows/incident/incident.ts';
export { remediation } from '../../../workflows/remediation/remediation.ts';

Object.assign(serviceDown, {
  plan: ({ target, alerts }) =>
    (alerts[0]?.labels['ladder'] ?? '').split('|').map((rung) => ({
      summary: `do ${rung.trim()}`,
      actions: rung
        .trim()
        .split(' ')
        .map((part) => ({ action: 'restart-service', target: `${target}/${part}` })),
    })),
} satisfies Partial<Runbook>);
