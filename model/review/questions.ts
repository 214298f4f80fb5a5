import type { IncidentRecord } from '../incident/incident.ts';
import { needsHuman } from '../incident/outcome.ts';
import { durationInWords } from '../text/duration.ts';

/** An alert that reached its incident later than this was late: rules and scrapes together need less. */
const lateMs = 10 * 60_000;

/** A question that an incident leaves, and when it does. */
type Question = (record: IncidentRecord) => string | null;

const questions: readonly Question[] = [
  ({ runbook, outcome }) =>
    outcome?.reason === 'no-runbook' || runbook === null ? 'Which runbook should answer these alerts?' : null,
  ({ target }) => (target === null ? 'Which target do these alerts mean? Their labels did not say.' : null),
  ({ score }) =>
    score.acceptedMs !== null && score.acceptedMs > lateMs
      ? `Why did the alert take ${durationInWords(score.acceptedMs)} to arrive? Look at the rule's "for" and at group_wait.`
      : null,
  ({ outcome, score }) =>
    outcome !== null && needsHuman(outcome) && score.acted ? 'Why did what was tried not help?' : null,
  ({ outcome }) =>
    outcome !== null && needsHuman(outcome) && outcome.reason !== 'approval-denied'
      ? 'What did people do in the end, and could a runbook do it next time?'
      : null,
  ({ outcome }) =>
    outcome?.reason === 'approval-denied'
      ? 'Why was the plan not the right one? Its denial says it, or nobody does.'
      : null,
  ({ outcome }) =>
    outcome?.reason === 'approval-expired' ? 'Why did nobody decide in time? Look at who was told, and when.' : null,
  ({ outcome }) =>
    outcome?.reason === 'alert-resolved' || outcome?.kind === 'resolved-by-itself'
      ? 'It went away by itself: is this alert worth waking for, or is its "for" too short?'
      : null,
  ({ outcome }) => (outcome?.kind === 'resolved-by-us' ? 'What caused it? The repair removed the symptom.' : null),
  ({ score }) => (score.recurs ? 'It had been repaired within the day before: what brings it back?' : null),
  (record) => (has(record, 'undone', 'undo-failed') ? 'Why was the plan worse than nothing?' : null),
  (record) => (has(record, 'vote-refused') ? 'Why did votes not count? Each refusal stands in the timeline.' : null),
  (record) =>
    has(record, 'report-failed') ? 'Which channel did not take its reports, and who was therefore not told?' : null,
  ({ reading }) => (reading?.problem ? 'Why could not all logs be read?' : null),
];

/** What those who were not there will ask, as far as the record shows it. */
export function openQuestions(record: IncidentRecord): readonly string[] {
  return questions.flatMap((question) => question(record) ?? []);
}

function has({ timeline }: IncidentRecord, ...events: readonly string[]): boolean {
  return timeline.entries.some(({ event }) => events.includes(event));
}
