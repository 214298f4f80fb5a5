import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Delivery } from '../../../model/incident/delivery.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { hasNewTrouble } from '../../../model/incident/incident.ts';
import { serviceTarget } from '../../../model/target.ts';
import type { Episode } from '../../support/episodes.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { anyOrder, eachOnce, essence, firingTargets, someAlerts } from '../../support/trigger/redelivery.ts';
import type { Performance, Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const targets = ['shop', 'cart'].map((name) => serviceTarget({ host: 'web-1', name }));

/** One delivery a signal, all of them before any worker is there. */
const burst = (deliveries: readonly Delivery[]): Scenario<readonly IncidentRecord[]> => ({
  world: () => new MockWorld(),
  before: async ({ incidentOf }) => {
    for (const delivery of deliveries) await incidentOf(delivery.target ?? '').deliver(delivery);
  },
  script: async ({ incidentOf }) => {
    const keys = targets.filter((target) => deliveries.some((delivery) => delivery.target === target));
    const records: IncidentRecord[] = [];
    for (const key of keys) records.push(await incidentOf(key).closed());
    return records;
  },
});

it('leads to the same incidents and actions for any order and number of deliveries in one burst', async () => {
  const orders = someAlerts.chain((stories) => {
    const once = eachOnce(stories, targets);
    return fc.tuple(fc.constant(once), anyOrder(once));
  });

  await fc.assert(
    fc.asyncProperty(orders, async ([once, often]) => {
      const expected = await bed.play(burst(once));
      const actual = await bed.play(burst(often));

      expect(actual.result.map(essence)).toEqual(expected.result.map(essence));
      expect(actionsOf(actual)).toEqual(actionsOf(expected));
      expect(actionsOf(actual)).toEqual(firingTargets(once).map((target) => `restart-service ${target}`));
      expect(reportsOf(actual)).toEqual(reportsOf(expected));
    }),
    { numRuns: 15 },
  );
});

/** One thing that is news, what happens before the next one, and what is said again meanwhile. */
interface Step {
  readonly news: 'firing' | 'resolved';
  /** Whether the next thing happens during the repair, or behind it. */
  readonly next: 'during' | 'behind';
  readonly gapMinutes: number;
  /** Which of the things said so far are said again, counted from the newest. */
  readonly again: readonly number[];
}

const aStep = (news: Step['news']): fc.Arbitrary<Step> =>
  fc.record({
    news: fc.constant(news),
    next: fc.constantFrom('during', 'behind'),
    gapMinutes: fc.integer({ min: 1, max: 40 }),
    again: fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
  });

/** An alert that fires and ends, one to three times over. */
const aCourse = fc
  .array(fc.tuple(aStep('firing'), aStep('resolved')), { minLength: 1, maxLength: 3 })
  .map((periods) => periods.flat());

/** The service falls over each time its alert begins. The hold-down window outlasts the course. */
const course = (steps: readonly Step[], repeats: boolean): Scenario => ({
  world: () => new MockWorld({ incident: { holdDownMs: 12 * hours, maxAttempts: 9 } }),
  script: async (play) => {
    const said: Delivery[] = [];
    for (const [index, { news, next, gapMinutes, again }] of steps.entries()) {
      if (news === 'firing') play.world.up.delete(play.target);
      const episode: Episode = anEpisode({ ...play, nth: Math.floor(index / 2) });
      const copies = repeats ? again.flatMap((back) => said.at(-1 - back) ?? []) : [];
      said.push(episode[news]);
      await play.incident.deliver(episode[news]);
      await play.incident.until(settledEnough);
      for (const copy of copies) await play.incident.deliver(copy);
      if (next === 'during') continue;
      await untilAtRest(play);
      for (const copy of copies) await play.incident.deliver(copy);
      await play.pass(gapMinutes * minutes);
      await play.incident.until(settledEnough);
    }
    return play.incident.closed();
  },
});

it('leads to the same incident and actions when alerts are repeated at any later time', async () => {
  await fc.assert(
    fc.asyncProperty(aCourse, async (steps) => {
      const expected = await bed.play(course(steps, false));
      const actual = await bed.play(course(steps, true));

      expect(outcomeOf(actual)).toEqual(outcomeOf(expected));
      expect(actual.world.told()).toEqual(expected.world.told());
      expect(actual.world.actions).toHaveLength(expected.world.actions.length);
    }),
    { numRuns: 12 },
  );
});

/** Whether everything has happened that needs no time to pass. */
function settledEnough(record: IncidentRecord): boolean {
  if (record.status === 'verifying') return true;
  return isAtRest(record);
}

function isAtRest(record: IncidentRecord): boolean {
  return (record.status === 'resolved' || record.status === 'escalated') && !hasNewTrouble(record);
}

async function untilAtRest({ incident, pass }: Play): Promise<void> {
  while (!isAtRest(await incident.record())) {
    await incident.until(settledEnough);
    await pass(0.5 * minutes);
  }
}

function outcomeOf({ result }: Performance<IncidentRecord>): unknown {
  const { status, outcome, attempts, alerts } = result;
  const periods = Object.values(alerts).map(({ firedAt, endedAt, handledUpTo }) => ({ firedAt, endedAt, handledUpTo }));
  return { status, kind: outcome?.kind, reason: outcome?.reason, attempts, periods };
}

function actionsOf({ world }: Play): readonly string[] {
  return world.actions.map(({ action, target }) => `${action} ${target}`).toSorted();
}

function reportsOf({ world }: Play): readonly string[] {
  return world.reports.map(({ channel, report }) => `${report.incident} ${channel} ${report.kind}`).toSorted();
}
