import { condition } from '@temporalio/workflow';
import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import { takenBackMs } from '../../model/forecast/predicting/waits.ts';
import { firingAlerts, hasNewTrouble, isClosing } from '../../model/incident/incident.ts';
import type { IncidentPolicy } from '../../model/remediation/policy.ts';
import type { IncidentDesk } from './desk.ts';

/** What an idle incident wakes up for. */
type News = 'trouble' | 'closed' | 'history-full';

/** Waits, in whatever state the incident is, for the next thing that matters. */
export async function awaitNews(desk: IncidentDesk): Promise<News> {
  const policy = (desk.policy ?? (await desk.readPolicy(null))).incident;
  const hasNews = () => hasNewTrouble(desk.record) || isClosing(desk.record) || desk.isHistoryFull;

  while (!hasNews()) {
    const ended = isQuiet(desk) ? await holdDown(desk, policy, hasNews) : await untilClear(desk, policy, hasNews);
    if (ended) return 'closed';
  }
  if (hasNewTrouble(desk.record)) return 'trouble';
  return isClosing(desk.record) ? 'closed' : 'history-full';
}

/** Nothing fires: a flap within the window re-opens this incident, else it closes. */
async function holdDown(desk: IncidentDesk, policy: IncidentPolicy, hasNews: () => boolean): Promise<boolean> {
  if (desk.record.outcome === null) {
    desk.conclude({ kind: 'nothing-done', reason: 'alert-resolved', detail: 'the alerts had cleared already' });
  }
  // One that was taken for cleared may turn out to fire still.
  const isDisturbed = () => hasNews() || !isQuiet(desk);
  // Escalated although nothing fires: no alert will ever say that it is over, so people get their time.
  const interrupted =
    desk.record.status === 'escalated'
      ? await condition(isDisturbed, policy.staleAfterMs, { summary: 'unhealthy although no alert fires' })
      : await condition(isDisturbed, policy.holdDownMs, { summary: 'hold-down: a flap re-opens this incident' });
  return !interrupted;
}

/** Something still fires although nothing new is to be done: it clears, or it was never healthy, or nobody speaks of it any more. */
async function untilClear(desk: IncidentDesk, policy: IncidentPolicy, hasNews: () => boolean): Promise<boolean> {
  const isOver = () => hasNews() || isQuiet(desk);
  if (desk.record.status !== 'escalated') {
    // Counted from the repair, not from here: many deliveries may renew this run again and again.
    const clearWithinMs = Math.max(policy.clearWithinMs, takenBackMs(detailsOfFiring(desk)));
    const left = Math.max(1, clearWithinMs - (Date.now() - Date.parse(desk.record.statusSince)));
    const over = await condition(isOver, left, { summary: 'the alerts must clear now' });
    if (!over)
      desk.conclude({
        kind: 'escalated',
        reason: 'alert-still-firing',
        detail: 'the checks are good, but the alerts still fire',
      });
    return false;
  }
  const heardBefore = desk.record.lastDeliveryAt;
  const over = await condition(isOver, policy.staleAfterMs, { summary: 'until the alerts clear or fall silent' });
  if (isQuiet(desk)) desk.cleared();
  return !over && desk.record.lastDeliveryAt === heardBefore;
}

function detailsOfFiring(desk: IncidentDesk): readonly AlertDetail[] {
  return firingAlerts(desk.record).flatMap(([, { detail }]) => detail ?? []);
}

function isQuiet(desk: IncidentDesk): boolean {
  return firingAlerts(desk.record).length === 0;
}
