import { diskTarget } from '../../../model/host/cleaning.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { aDiskMeasurement, aGain } from '../builders.ts';
import { anEpisode } from '../episodes.ts';
import { MockWorld, hours } from '../played/mock-world.ts';
import { reaches, untilVerified } from '../played/staging.ts';
import type { Scenario } from '../played/test-bed.ts';
import { foretold } from '../predictions/played-prediction.ts';

const disk = (host: string) => diskTarget({ host, path: '/data' });
const web = (host: string) => objectTarget({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: host });

/** A disk that is far from full, of which two areas may be cleaned, and whose forecast recedes with so many of them. */
export function aRoomyDisk(areas: number): MockWorld {
  const world = recedesAfter(new MockWorld(), areas);
  world.disk = aDiskMeasurement(50, [aGain('temporary', 5), aGain('logs', 5)]);
  return world;
}

/** Has the forecast recede with so many actions; every other check is healthy. */
function recedesAfter(world: MockWorld, actions: number): MockWorld {
  world.sees = async ({ check, target }) => {
    const health = check === 'forecast-receded' && world.actions.length < actions ? 'unhealthy' : 'healthy';
    return { check, target, health, summary: `${check}: ${health}` };
  };
  return world;
}

/** Cleaned area by area until the forecast has receded, below the goal all the time. */
const diskForeseen = foretold(
  disk,
  async (prediction, { incident, pass, world }) => {
    await prediction.tell();
    await incident.until(({ status }) => status === 'verifying' && world.actions.length === 1);
    await prediction.tell({ inHours: 5 });
    await pass(2.5 * hours);
    await incident.until(() => world.actions.length === 2);
    await prediction.tell({ inHours: null });
    await pass(untilVerified);
    await reaches(incident, 'resolved');
    await prediction.signal({ unreadable: true });
    await prediction.tell({ inHours: null });
    const closed = await incident.closed();
    await prediction.ended();
    return closed;
  },
  () => aRoomyDisk(2),
);

/** It waits for its hours, becomes urgent, and comes true. */
const diskNotAverted = foretold(disk, async (prediction, { env, incident, pass, target, world }) => {
  const terms = { hours: { kind: 'weekly', days: ['mon'], from: '09:00', to: '17:00', timeZone: 'UTC' } } as const;
  world.opensInMs = 1 * hours;
  await prediction.tell({ terms, inHours: 5 });
  await prediction.until(({ opensAtMs }) => opensAtMs !== null);
  await pass(1.1 * hours);
  await reaches(incident, 'escalated');
  await pass(2 * hours);
  await prediction.tell({ terms, inHours: 1 });
  await incident.until(({ attempts, status }) => attempts === 2 && status === 'escalated');
  await pass(1 * hours);
  const startsAt = new Date(await env.currentTimeMs()).toISOString().replace('Z', '000000Z');
  const { firing } = anEpisode({ target, name: 'HostOutOfDiskSpace' });
  await incident.deliver({ ...firing, alert: { ...firing.alert, startsAt } });
  const foreseen = await incident.until((record) => record.foreseen !== undefined);
  await prediction.tell({ terms, inHours: 0, value: 100 });
  await prediction.until(({ judgement }) => judgement !== null);
  return foreseen;
});

/** More replicas before a peak, as many as before behind it. */
const scaledAhead = foretold(
  web,
  async (prediction, { incident, pass, world }) => {
    const terms = { alertname: 'LoadWillBeHigh', runbook: 'scale-ahead' } as const;
    await prediction.tell({ terms, inHours: 1.5 });
    await incident.until(({ status }) => status === 'verifying' && world.actions.length === 1);
    await pass(1 * hours);
    world.sees = async ({ check, target }) => ({ check, target, health: 'healthy', summary: check });
    await prediction.tell({ terms, inHours: 22, value: 40 });
    await pass(untilVerified);
    return reaches(incident, 'resolved');
  },
  () => {
    const world = recedesAfter(new MockWorld(), 2);
    const { sees } = world;
    world.sees = async (check) => ({ ...(await sees(check)), facts: { value: '4', next: '6' } });
    const contains = true;
    world.traitsOf = ({ target }) => ({ risk: 'disruptive', undo: { action: 'restore-replicas', target }, contains });
    return world;
  },
);

/** The paths of predictions, with their incidents. */
export const predictionScenarios = {
  'disk-foreseen': diskForeseen,
  'disk-not-averted': diskNotAverted,
  'scaled-ahead': scaledAhead,
} as const satisfies Readonly<Record<string, Scenario>>;
