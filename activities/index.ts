import { createActingActivities } from './acting.ts';
import type { ActionDependencies } from './contracts/action-runner.ts';
import { createCheckingActivities } from './checking.ts';
import type { CheckDependencies } from './contracts/check-runner.ts';
import type { IncidentClient } from '../clients/incidents.ts';
import { createIntakeActivities } from './intake.ts';
import { createLogActivities } from './logs.ts';
import type { Policy } from './policies.ts';
import { createPolicyActivities } from './policies.ts';
import type { ReportingDependencies } from './reporting.ts';
import { createReportingActivities } from './reporting.ts';

/** Everything that activities need from the process that runs them. */
export interface ActivityDependencies extends ActionDependencies, CheckDependencies, ReportingDependencies {
  readonly policy: Policy;
  readonly incidents: IncidentClient;
}

export type Activities = ReturnType<typeof createActivities>;

/** Every activity of every family. */
export function createActivities(deps: ActivityDependencies) {
  return {
    ...createActingActivities(deps),
    ...createCheckingActivities(deps),
    ...createIntakeActivities(deps),
    ...createLogActivities(deps),
    ...createPolicyActivities(deps.policy),
    ...createReportingActivities(deps),
  };
}
