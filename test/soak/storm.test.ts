import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stormIncidentKey } from '../../model/guard/storm-alert.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts } from '../../model/incident/incident.ts';
import { needsHuman } from '../../model/incident/outcome.ts';
import { progress } from '../support/scene.ts';
import { containerOf } from '../support/storm/containers.ts';
import type { FleetService } from '../support/storm/fleet.ts';
import { aFleet, alertsOf } from '../support/storm/fleet.ts';
import type { Stage } from '../support/storm/stage.ts';
import { openStage } from '../support/storm/stage.ts';
import type { Chronicle } from '../support/storm/storm.ts';
import { playStorm } from '../support/storm/storm.ts';

const minutes = 60_000;

/** Of each service come five alerts: ten thousand of 2,000, which CONTRIBUTING.md says how to play. */
const fleet = aFleet(Number(process.env['NIGHTSHIFT_STORM_SERVICES'] ?? 500));
const caps = { parallel: 8, perHour: 40, patience: '2m' };

let stage: Stage;
let chronicle: Chronicle;

beforeAll(async () => {
  stage = await openStage(fleet, caps);
  chronicle = await playStorm(stage, fleet, progress);
  const { senders, seconds, leftToPeople } = chronicle;
  progress(
    JSON.stringify({ answers: [...senders.answers], seconds, left: leftToPeople.length, ...stage.peakMemory() }),
  );
}, 15 * minutes);
afterAll(() => stage.close());

describe('thousands of alerts in a minute, while Temporal stands still for a part of it', () => {
  it('are all taken by a trigger that answers every time, if only to ask the sender to come back', () => {
    expect([...chronicle.senders.answers.keys()].toSorted()).toEqual(['200', '503']);
  });

  it('are all in the records of their incidents', () => {
    const expected = fleet.services.flatMap((service) =>
      alertsOf(service, {}).map(({ fingerprint }) => String(fingerprint)),
    );

    const kept = fleet.services.flatMap(({ target }) =>
      incidentsOf(target).flatMap(({ alerts }) => Object.keys(alerts)),
    );

    expect(kept.toSorted()).toEqual(expected.toSorted());
  });

  it('make one incident for each target, which ends with nothing firing and says what became of it', () => {
    const targets = [...fleet.services, ...fleet.hosts.filter(({ isSick }) => isSick)].map(({ target }) => target);
    const storms = fleet.racks.map((rack) => storm(rack));

    const ofTargets = chronicle.incidents.filter(({ key }) => !storms.includes(key));
    const unfinished = chronicle.incidents.filter(
      ({ ended, record }) => ended !== 'COMPLETED' || firingAlerts(record).length > 0 || record.outcome === null,
    );

    expect(ofTargets.map(({ key }) => key).toSorted()).toEqual(targets.toSorted());
    expect(unfinished).toEqual([]);
  });

  it('leave trigger and worker within the memory that they are deployed with', () => {
    const peak = stage.peakMemory();

    expect(peak.trigger).toBeLessThan(containerOf('trigger').memory);
    expect(peak.worker).toBeLessThan(containerOf('worker').memory);
  });
});

describe.each(fleet.racks)('in %s', (rack) => {
  it('no more is repaired than may be, at once and within the hour, and nothing twice', () => {
    const restarts = on(rack).map((service) => stage.world.restartsOf(service).length);

    expect(mostAtOnce(on(rack))).toBeLessThanOrEqual(caps.parallel);
    expect(restarts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(caps.perHour);
    expect(Math.max(...restarts)).toBeLessThanOrEqual(1);
  });

  it('no repair begins during a storm', () => {
    const { running = [], ended = [] } = chronicle.ledgers.get(rack) ?? {};
    const storms = chronicle.storms.get(rack) ?? [];

    const begun = [...running, ...ended].filter(({ begunAt }) =>
      storms.some(({ from, to }) => from <= begunAt && begunAt < to),
    );

    expect(begun).toEqual([]);
  });

  it('whoever nobody repaired is left to people, who were told of it or of the storm', () => {
    const told = new Set(
      stage.world.messages.filter(({ kind }) => kind === 'escalated').map(({ incident }) => incident),
    );

    const forgotten = chronicle.leftToPeople
      .filter((service) => service.rack === rack)
      .filter(({ target }) => {
        const [record] = incidentsOf(target);
        if (!record?.outcome || !needsHuman(record.outcome)) return true;
        return !told.has(record.outcome.reason === 'storm' ? storm(rack) : target);
      });

    expect(forgotten.map(({ target }) => incidentsOf(target).map(({ outcome }) => outcome))).toEqual([]);
  });
});

describe('what shares a cause', () => {
  it.each(fleet.racks.slice(1))('is one storm in %s, of which people hear once', (rack) => {
    const messages = stage.world.messages.filter(({ incident }) => incident === storm(rack));

    expect(incidentsOf(storm(rack)).map(({ outcome }) => outcome?.reason)).toEqual(['storm']);
    expect(messages.map(({ kind }) => kind)).toEqual(['escalated', 'cleared']);
  });

  it('is not repaired while the host is sick that it runs on', () => {
    const sick = new Set(fleet.hosts.filter(({ isSick }) => isSick).map(({ name }) => name));
    const dependents = fleet.services.filter(({ host }) => sick.has(host));

    const tooEarly = dependents.filter((service) =>
      stage.world.restartsOf(service).some((at) => at < chronicle.hostsWellAt),
    );

    expect(dependents).not.toEqual([]);
    expect(tooEarly).toEqual([]);
  });
});

/** The services of a rack, which is their failure domain. */
function on(rack: string): readonly FleetService[] {
  return fleet.services.filter((service) => service.rack === rack);
}

function storm(domain: string): string {
  return stormIncidentKey({ domain, since: '', lasts: true });
}

function incidentsOf(key: string): readonly IncidentRecord[] {
  return chronicle.incidents.filter((incident) => incident.key === key).map(({ record }) => record);
}

/** How many repairs of services were under way at once at some time, as the services themselves have seen it. */
function mostAtOnce(services: readonly FleetService[]): number {
  const spans = services.flatMap((service) =>
    stage.world.restartsOf(service).map((from) => {
      // A proof takes two looks at least; later ones may be somebody else's.
      const [first = from, second = first] = stage.world.healthyAnswersOf(service).filter((at) => at > from);
      return { from, to: second };
    }),
  );
  return Math.max(0, ...spans.map(({ from: at }) => spans.filter(({ from, to }) => from <= at && at <= to).length));
}
