import type { SeenEvent } from '../../kubernetes/events.ts';
import { eventLine } from '../../kubernetes/events.ts';
import { eventsOf } from '../../kubernetes/workloads/events.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';

const mostTold = 8;

/** What the cluster has said of a target, of what keeps its pods, and of the sickest of them. */
export const objectEvents = checkOfSubject(async (subject, { api }) => {
  const events = await eventsOf(api, subject);
  const warnings = events.filter(({ isWarning }) => isWarning);
  const [newest] = warnings;
  // Warnings explain; what went as it should fills the rest.
  const told = [...warnings, ...events.filter(({ isWarning }) => !isWarning)].slice(0, mostTold);
  return {
    health: newest ? 'unhealthy' : 'healthy',
    summary: newest ? `the newest warning: ${eventLine(newest)}` : 'no warnings among its events',
    details: told.map((event) => `event ${eventLine(event)}`),
    facts: { warnings: `${warnings.length}`, ...firstOf(warnings, 'BackOff', 'backOffAt') },
  };
});

/** When a warning of one kind was first given. */
function firstOf(warnings: readonly SeenEvent[], reason: string, fact: string): Readonly<Record<string, string>> {
  const times = warnings.filter((event) => event.reason === reason).flatMap(({ firstAt }) => firstAt ?? []);
  const [first] = times.toSorted();
  return first ? { [fact]: first } : {};
}
