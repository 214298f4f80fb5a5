import { log, proxyActivities, rootCause } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { needsHuman } from '../../model/incident/outcome.ts';
import { readAtLeisure } from '../activity-profiles.ts';
import type { IncidentDesk } from './desk.ts';

const writing = proxyActivities<Activities>(readAtLeisure);

/** Sends the post-incident report to those who want it, once the book is closed. A report that cannot be written holds up nothing. */
export async function sendReview(desk: IncidentDesk): Promise<void> {
  const { key, outcome, score } = desk.record;
  const order = desk.policy?.review;
  if (!order || !outcome) return;
  if (order.onlyPeople && !score.human && !needsHuman(outcome)) return;
  try {
    const report = await writing.writeReview.executeWithOptions({ summary: 'write the post-incident report' }, [key]);
    desk.tell(order.channels, report);
  } catch (error) {
    log.warn('post-incident report not written', { incidentId: key, reason: rootCause(error) });
  }
}
