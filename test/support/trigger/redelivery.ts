import * as fc from 'fast-check';
import type { Delivery } from '../../../model/incident/delivery.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import type { Target } from '../../../model/target.ts';
import type { Episode } from '../episodes.ts';
import { anEpisode } from '../episodes.ts';
import { eventsOf } from '../played/played-incident.ts';

/** One alert in its firing periods; the last of them may have no end yet. */
interface AlertStory {
  readonly target: number;
  readonly periods: number;
  readonly lastEnds: boolean;
}

const anAlertStory: fc.Arbitrary<AlertStory> = fc.record({
  target: fc.nat({ max: 1 }),
  periods: fc.integer({ min: 1, max: 3 }),
  lastEnds: fc.boolean(),
});

/** Several alerts on two targets. */
export const someAlerts = fc.array(anAlertStory, { minLength: 1, maxLength: 4 });

/** What every sender together has to say about some alerts, each thing once and in the order of the events. */
export function eachOnce(stories: readonly AlertStory[], targets: readonly Target[]): readonly Delivery[] {
  return stories.flatMap(({ target, periods, lastEnds }, alert) => {
    const episodes = Array.from({ length: periods }, (_, nth) =>
      anEpisode({ target: targets[target] ?? null, labels: { replica: `${alert}` }, nth }),
    );
    const all = episodes.flatMap(({ firing, resolved }: Episode) => [firing, resolved]);
    return lastEnds ? all : all.slice(0, -1);
  });
}

/** The targets of which an alert began and never ended, in the order of their names. */
export function firingTargets(deliveries: readonly Delivery[]): readonly Target[] {
  const firing = deliveries.filter(
    ({ alert }) =>
      alert.status === 'firing' &&
      !deliveries.some(
        ({ alert: end }) => end.fingerprint === alert.fingerprint && (end.endsAt ?? '') > alert.startsAt,
      ),
  );
  return [...new Set(firing.flatMap(({ target }) => target ?? []))].toSorted();
}

/** The same in any order, and each thing up to three times. */
export function anyOrder(deliveries: readonly Delivery[]): fc.Arbitrary<readonly Delivery[]> {
  const copies = fc.array(fc.integer({ min: 1, max: 3 }), {
    minLength: deliveries.length,
    maxLength: deliveries.length,
  });
  return copies.chain((counts) => {
    const many = deliveries.flatMap((delivery, index) => Array.from({ length: counts[index] ?? 1 }, () => delivery));
    return fc.shuffledSubarray(many, { minLength: many.length, maxLength: many.length });
  });
}

/** What must be the same however often and in whatever order alerts were delivered. */
export function essence(record: IncidentRecord): unknown {
  const { key, target, status, severity, outcome, attempts, alerts } = record;
  const ofAlerts = new Set(['alert-joined', 'alert-fired-again', 'alert-resolved']);
  const doings = eventsOf(record).filter((event) => !ofAlerts.has(event));
  return { key, target, status, severity, outcome, attempts, alerts, doings };
}
