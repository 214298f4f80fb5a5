import type { IncidentRecord } from '../incident/incident.ts';

/** How long something took. */
export interface Took {
  readonly what: string;
  /** Milliseconds. */
  readonly ms: number;
}

/** How long the steps of an incident took, as far as they happened. */
export function durationsOf({ score, openedAt, timeline }: IncidentRecord): readonly Took[] {
  const first = (...events: readonly string[]): number | null => {
    const entry = timeline.entries.find(({ event }) => events.includes(event));
    return entry ? Date.parse(entry.at) : null;
  };
  const opened = Date.parse(openedAt);
  const all: readonly (readonly [what: string, ms: number | null])[] = [
    ['from the first firing alert to its incident', score.acceptedMs],
    ['from the opening to the first action', score.firstActionMs],
    ['from the opening to the proof of health', score.verifiedMs],
    ['from the opening until the alerts had cleared', score.clearedMs],
    ['from the request for an approval to the first vote', since(first('approval-requested'), first('voted'))],
    ['from waking people to the first acknowledgement', since(first('paged'), first('acknowledged'))],
    ['from the opening until people were needed', since(opened, first('approval-requested', 'escalated'))],
  ];
  return all.flatMap(([what, ms]) => (ms === null ? [] : [{ what, ms }]));
}

function since(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null || toMs < fromMs ? null : toMs - fromMs;
}
