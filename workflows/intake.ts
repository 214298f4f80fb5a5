import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import { handOver } from './activity-profiles.ts';

const handing = proxyActivities<Activities>(handOver);

/** Alerts of one large body, by the key of their incident. */
type IntakeInput = Readonly<Record<string, readonly Delivery[]>>;

/** Keeps the alerts of one large body, stored in a single commit, until every one is with its incident. */
export async function intake(byIncident: IntakeInput): Promise<void> {
  const count = Object.values(byIncident).flat().length;
  await handing.deliverAlerts.executeWithOptions({ summary: `hand over ${count} alerts` }, [
    byIncident,
    workflowInfo().startTime.getTime(),
  ]);
}
