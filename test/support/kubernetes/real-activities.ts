import { createActingActivities } from '../../../activities/acting.ts';
import { createCheckingActivities } from '../../../activities/checking.ts';
import { createPlanningActivities } from '../../../activities/planning.ts';
import type { AuditLog } from '../../../clients/audit/audit-log.ts';
import { aMemoryLog } from '../memory-log.ts';
import type { MockWorld } from '../played/mock-world.ts';
import type { servicesHere } from '../hosts/services-here.ts';
import { standingRules } from '../guard/standing-rules.ts';

/** Has a played world look, plan and act with the real activities, in the cluster that the dependencies know. */
export function actsForReal(world: MockWorld, deps: ReturnType<typeof servicesHere>, audit: AuditLog): void {
  const acting = createActingActivities({
    ...deps,
    audit,
    standingRules: standingRules(),
    findSender: () => Promise.resolve(undefined),
    isAwaited: () => Promise.resolve(true),
    log: aMemoryLog().log,
  });
  world.instead = {
    ...createCheckingActivities(deps),
    ...createPlanningActivities({ ...deps, audit }),
    performAction: (order) => acting.performAction(order),
    collectLogs: () => Promise.resolve(null),
  };
}
