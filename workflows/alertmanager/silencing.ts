import { proxyActivities, rootCause } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Plan } from '../../model/remediation/plan.ts';
import { silenceNeedMs } from '../../model/standing/silence.ts';
import { briefly } from '../activity-profiles.ts';
import { throwCancellation } from '../remediation/failures.ts';
import type { RemediationRun } from '../remediation/run.ts';

const silencing = proxyActivities<Activities>(briefly);

/**
 * Silences the alerts of the incident before a plan is carried out, or has them silenced for as long as another plan takes. It
 * spares people noise, and nothing else depends on it: where it cannot be done the repair goes on.
 */
export async function silenceAlerts(run: RemediationRun, plan: Plan): Promise<void> {
  const { silence } = run.order;
  if (!silence || !run.goesOn) return;
  run.silencedAtMs ??= Date.now();
  const { atMostMs } = silence;
  const needMs = silenceNeedMs(plan, run.order.policy.verification);
  const order = { ...questionOf(run, silence.mark), openedAtMs: run.silencedAtMs, needMs, atMostMs };
  try {
    const opened = await silencing.openSilences.executeWithOptions({ summary: 'silence its alerts meanwhile' }, [
      order,
    ]);
    const { silenced, until } = opened;
    if (silenced.length > 0) run.note('silenced', `${silenced.length} of its alerts, until ${until} at the latest`);
  } catch (error) {
    throwCancellation(error);
    run.note('silence-failed', `its alerts go on being told: ${rootCause(error) || 'no message'}`);
  }
}

/**
 * Ends the silences at the end of the repair, however it ends. The incident does so as well, for longer, and tells of it: this
 * is for the case that the incident is gone.
 */
export async function endSilences(run: RemediationRun): Promise<void> {
  const { silence } = run.order;
  if (!silence || run.silencedAtMs === null) return;
  await silencing.endSilences
    .executeWithOptions({ summary: 'end its silences' }, [questionOf(run, silence.mark)])
    .catch(() => undefined);
}

function questionOf({ order }: RemediationRun, mark: string) {
  const { incident, target, runbook } = order;
  const alerts = order.alerts.map(({ fingerprint, labels }) => ({ fingerprint, labels }));
  return { incident, target, runbook, mark, alerts };
}
