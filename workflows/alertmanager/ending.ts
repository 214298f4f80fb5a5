import { isCancellation, proxyActivities, rootCause, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { note } from '../../model/incident/changes.ts';
import { unsilenced } from '../../model/incident/unheard.ts';
import type { RemediationOrder } from '../../model/remediation/remediation.ts';
import type { AttemptPolicy } from '../../model/remediation/policy.ts';
import { silenceMark } from '../../model/standing/silence.ts';
import { untilUnsilenced } from '../activity-profiles.ts';
import type { IncidentDesk } from '../incident/desk.ts';
import { now } from '../now.ts';

/** How the alerts of this incident are to be silenced while it is repaired; nothing where they are not. */
export function silenceOf({ mode, alertmanager }: AttemptPolicy): Pick<RemediationOrder, 'silence'> {
  const atMostMs = alertmanager?.silenceMs ?? null;
  if (atMostMs === null || mode === 'observe') return {};
  const { workflowId, firstExecutionRunId } = workflowInfo();
  return { silence: { mark: silenceMark(workflowId, firstExecutionRunId), atMostMs } };
}

/**
 * Ends every silence of a repair that is over, whatever became of it, and takes in what nobody was told meanwhile. Tried for
 * longer than any of them lasts, beside whatever comes next.
 */
export async function endSilences(desk: IncidentDesk, order: RemediationOrder): Promise<void> {
  const { silence, incident, target, runbook } = order;
  if (!silence) return;
  const alerts = order.alerts.map(({ fingerprint, labels }) => ({ fingerprint, labels }));
  const ending = proxyActivities<Activities>(untilUnsilenced(silence.atMostMs));
  try {
    const ended = await ending.endSilences.executeWithOptions({ summary: 'end silences, and ask how its alerts are' }, [
      { incident, target, runbook, mark: silence.mark, alerts },
    ]);
    desk.change(unsilenced(desk.record, ended, now()));
  } catch (error) {
    if (isCancellation(error)) throw error;
    const words = `nobody can say whether a silence stands; none lasts beyond its end: ${rootCause(error) || 'no message'}`;
    desk.change(note(desk.record, now(), 'silence-failed', words));
  }
}
