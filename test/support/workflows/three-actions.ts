/** The bundle's entry for tests of crashes: the service-down runbook repairs in three steps that can be taken back. */
import { serviceDown } from '../../../workflows/runbooks/host/service-down.ts';
import type { Runbook } from '../../../workflows/runbook/runbook.ts';
import { parts, switching } from '../crash/switches.ts';

export { freezes } from '../../../workflows/guard/freezes.ts';
export { guard } from '../../../workflows/guard/guard.ts';
export { incident } from '../../../workflows/incident/incident.ts';
export { intake } from '../../../workflows/intake.ts';
export { remediation } from '../../../workflows/remediation/remediation.ts';

Object.assign(serviceDown, {
  plan: ({ target }) => [
    { summary: `switch on ${target}`, actions: parts.map((part) => ({ action: switching(part, 'on'), target })) },
  ],
} satisfies Partial<Runbook>);
