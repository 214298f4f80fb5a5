import type { IncidentClient } from '../clients/temporal/incidents.ts';
import type { MutingDependencies } from './alertmanager/muting.ts';
import { createMutingActivities } from './alertmanager/muting.ts';
import type { SilencingDependencies } from './alertmanager/silencing.ts';
import { createSilencingActivities } from './alertmanager/silencing.ts';
import type { ActingDependencies } from './acting.ts';
import { createActingActivities } from './acting.ts';
import { createCertificateActivities } from './certificates/looking.ts';
import { createCheckingActivities } from './checking.ts';
import type { CheckDependencies } from './contracts/check-runner.ts';
import type { ForecastingDependencies } from './disks/forecasting.ts';
import { createForecastingActivities } from './disks/forecasting.ts';
import { createMeasuringActivities } from './disks/measuring.ts';
import type { PagingDependencies } from './escalation/paging.ts';
import { createPagingActivities } from './escalation/paging.ts';
import type { ForecastDependencies } from './forecasting/dependencies.ts';
import { createForecastActivities } from './forecasting/forecasting.ts';
import type { PredictionDependencies } from './forecasting/predictions/predictions.ts';
import { createPredictionActivities } from './forecasting/predictions/predictions.ts';
import type { AdmittingDependencies } from './guard/admitting.ts';
import { createAdmittingActivities } from './guard/admitting.ts';
import type { HandingOnDependencies } from './handing-on.ts';
import { createHandingOnActivities } from './handing-on.ts';
import { createDnsActivities } from './hosts/dns.ts';
import { createExhaustionActivities } from './hosts/exhaustion.ts';
import { createIntakeActivities } from './intake.ts';
import { createResolvingActivities } from './kubernetes/resolving.ts';
import type { LockDependencies } from './locks.ts';
import { createLockActivities } from './locks.ts';
import type { AnalysingDependencies } from './logs/analysing.ts';
import { createAnalysingActivities } from './logs/analysing.ts';
import { createCollectingActivities } from './logs/collecting.ts';
import { createPlanningActivities } from './planning.ts';
import { createRehearsingActivities } from './playbooks/rehearsing.ts';
import type { Policy } from './policies.ts';
import { createPolicyActivities } from './policies.ts';
import type { RequestDependencies } from './requests.ts';
import { createRequestActivities } from './requests.ts';
import type { ReportingDependencies } from './telling/reporting.ts';
import { createReportingActivities } from './telling/reporting.ts';
import { createDependencyActivities } from './services/dependencies.ts';
import type { ReviewingDependencies } from './reviewing/reviewing.ts';
import { createReviewingActivities } from './reviewing/reviewing.ts';
import type { VotingDependencies } from './voting.ts';
import { createVotingActivities } from './voting.ts';

/** Everything that activities need from the process that runs them. */
export interface ActivityDependencies
  extends
    ActingDependencies,
    AdmittingDependencies,
    AnalysingDependencies,
    CheckDependencies,
    ForecastDependencies,
    ForecastingDependencies,
    HandingOnDependencies,
    LockDependencies,
    PagingDependencies,
    PredictionDependencies,
    ReportingDependencies,
    ReviewingDependencies,
    MutingDependencies,
    PredictionDependencies,
    ReportingDependencies,
    SilencingDependencies,
    RequestDependencies,
    VotingDependencies {
  readonly policy: Policy;
  readonly incidents: IncidentClient;
}

export type Activities = ReturnType<typeof createActivities>;

/** Every activity of every family. */
export function createActivities(deps: ActivityDependencies) {
  return {
    ...createActingActivities(deps),
    ...createAdmittingActivities(deps),
    ...createAnalysingActivities(deps),
    ...createCertificateActivities(deps),
    ...createCheckingActivities(deps),
    ...createCollectingActivities(deps),
    ...createDependencyActivities(deps),
    ...createDnsActivities(deps),
    ...createExhaustionActivities(deps),
    ...createForecastActivities(deps),
    ...createForecastingActivities(deps),
    ...createHandingOnActivities(deps),
    ...createIntakeActivities(deps),
    ...createLockActivities(deps),
    ...createMeasuringActivities(deps),
    ...createPagingActivities(deps),
    ...createMutingActivities(deps),
    ...createPlanningActivities(deps),
    ...createPolicyActivities(deps.policy),
    ...createPredictionActivities(deps),
    ...createRehearsingActivities(deps),
    ...createReportingActivities(deps),
    ...createRequestActivities(deps),
    ...createResolvingActivities(deps),
    ...createReviewingActivities(deps),
    ...createSilencingActivities(deps),
    ...createVotingActivities(deps),
  };
}
