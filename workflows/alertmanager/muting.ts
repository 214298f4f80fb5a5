import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts } from '../../model/incident/incident.ts';
import { readAtLeisure } from '../activity-profiles.ts';
import type { AttemptPolicy } from '../../model/remediation/policy.ts';

const reading = proxyActivities<Activities>(readAtLeisure);

/** Where an incident's record is kept. */
interface Desk {
  readonly record: IncidentRecord;
  readonly policy: AttemptPolicy | undefined;
  change(record: IncidentRecord): void;
}

/** Shows people who are asked for something which of the alerts are silenced or inhibited; not where nobody can be asked. */
export async function showMutes(desk: Desk): Promise<void> {
  const alerts = firingAlerts(desk.record).flatMap(([fingerprint, { detail }]) =>
    detail ? [{ fingerprint, labels: detail.labels }] : [],
  );
  if (!desk.policy?.alertmanager || alerts.length === 0) return;
  try {
    const muted = await reading.readMutes.executeWithOptions({ summary: 'who has silenced its alerts' }, [alerts]);
    desk.change({ ...desk.record, muted });
  } catch (error) {
    if (isCancellation(error)) throw error;
    // What was true before may not be any more.
    const { muted: _outdated, ...record } = desk.record;
    desk.change(record);
  }
}
