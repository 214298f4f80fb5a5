import type { Info } from '@temporalio/activity';
import type { ActingDependencies } from '../../../activities/acting.ts';
import { createActingActivities } from '../../../activities/acting.ts';
import { createPlanningActivities } from '../../../activities/planning.ts';
import type { AuditLog } from '../../../clients/audit/audit-log.ts';
import type { AuditRecord } from '../../../model/audit.ts';
import type { ActionAnswer, ActionOrder } from '../../../model/remediation/action-order.ts';
import { orderToDo } from '../../../model/remediation/action-order.ts';
import { serviceTarget } from '../../../model/target.ts';
import { anActivity } from './activity.ts';
import { anAudit, recordsIn } from '../audit/audit.ts';
import { aCountedService } from './counted-service.ts';
import type { MemoryLog } from '../memory-log.ts';
import { aMemoryLog } from '../memory-log.ts';
import { ownAlert, standingRules } from '../guard/standing-rules.ts';
import { servicesHere } from '../hosts/services-here.ts';
import type { ServiceOverrides } from '../builders.ts';

/** What a test may know of an attempt at an activity. */
type AttemptInfo = Partial<Pick<Info, 'attempt' | 'heartbeatDetails' | 'workflowExecution' | 'activityId'>>;

/** A plan for a service, the order to carry its one step out, and what came of it. */
interface ActingScene {
  readonly order: ActionOrder;
  readonly audit: AuditLog;
  readonly auditFile: string;
  readonly log: MemoryLog;
  /** The file that counts the service's starts. */
  readonly startsFile: string;
  readonly restarts: () => number;
  /** What the activity works with unless a test brings something else. */
  readonly deps: ActingDependencies;
  /** Tries an order as a worker would, and keeps what it says in its heartbeats. */
  readonly act: (
    order?: ActionOrder,
    attempt?: AttemptInfo,
    deps?: Partial<ActingDependencies>,
  ) => Promise<{ readonly answer: ActionAnswer | Error; readonly beats: readonly unknown[] }>;
  /** What the audit holds, oldest first, the record of the plan left out. */
  readonly records: () => Promise<readonly AuditRecord[]>;
}

/** Sets the scene: the service runs its real commands, and the plan is made of what they say. */
export async function anActingScene(overrides: ServiceOverrides = {}): Promise<ActingScene> {
  const { service, file: startsFile, restarts } = await aCountedService(overrides);
  const { audit, auditFile } = await anAudit();
  const here = servicesHere(service);
  const [incident, target] = ['incident:host/host-1/service/web', serviceTarget(service)];
  const plan = await createPlanningActivities({ ...here, audit }).preparePlan({
    incident,
    runbook: 'service-down',
    target,
    proposal: { summary: 'restart it', actions: [{ action: 'restart-service', target }] },
    validForMs: 3_600_000,
  });
  const [step] = plan.steps;
  if (!step) throw new Error('the plan has no step');
  const order = orderToDo(plan, 0, step, { incident, alerts: [ownAlert], approvals: [] });
  const log = aMemoryLog();
  const usual: ActingDependencies = {
    ...here,
    audit,
    standingRules: standingRules(),
    findSender: () => Promise.resolve(undefined),
    isAwaited: () => Promise.resolve(true),
    log: log.log,
  };
  return {
    order,
    audit,
    auditFile,
    log,
    startsFile,
    restarts,
    deps: usual,
    async act(what = order, attempt = {}, deps = {}) {
      const beats: unknown[] = [];
      const activity = anActivity(attempt);
      activity.on('heartbeat', (details: unknown) => beats.push(details));
      const activities = createActingActivities({ ...usual, ...deps });
      const perform = (): Promise<ActionAnswer | Error> =>
        activities.performAction(what).catch((error: Error) => error);
      return { answer: await activity.run<[], ActionAnswer | Error, typeof perform>(perform), beats };
    },
    records: async () => (await recordsIn(auditFile)).filter(({ kind }) => kind !== 'plan'),
  };
}
