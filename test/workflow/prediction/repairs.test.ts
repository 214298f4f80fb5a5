import { describe, expect, it } from 'vitest';
import { diskTarget } from '../../../model/host/cleaning.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { aDiskMeasurement, aGain } from '../../support/builders.ts';
import { MockWorld, hours } from '../../support/played/mock-world.ts';
import { reaches, untilVerified } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';
import { foretold } from '../../support/predictions/played-prediction.ts';

const bed = useTestBed();

const disk = (host: string) => diskTarget({ host, path: '/data' });
const claim = (host: string) =>
  objectTarget({ cluster: 'prod', namespace: 'shop', kind: 'PersistentVolumeClaim', name: host });
const web = (host: string) => objectTarget({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: host });

/** A disk that is far from full, of which two areas may be cleaned. */
function aRoomyDisk(): MockWorld {
  const world = new MockWorld();
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

describe('a repair of what is predicted', () => {
  it('cleans a disk below its goal, area by area until the forecast has receded', async () => {
    const { result, world } = await bed.play(
      foretold(
        disk,
        async (prediction, { incident, pass, world: played }) => {
          await prediction.tell();
          await incident.until(({ status }) => status === 'verifying' && played.actions.length === 1);
          await pass(2.5 * hours);
          await incident.until(() => played.actions.length === 2);
          await prediction.tell({ inHours: null });
          await pass(untilVerified);
          const repaired = await reaches(incident, 'resolved');
          await prediction.tell({ inHours: null });
          return { repaired, closed: await incident.closed() };
        },
        () => recedesAfter(aRoomyDisk(), 2),
      ),
    );

    expect(world.actions.map(({ action }) => action)).toEqual(['delete-temporary-files', 'rotate-logs']);
    expect(result.repaired.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(result.closed).toMatchObject({ status: 'resolved', attempts: 1 });
  });

  it('gives the forecasts their time to recede before people hear that the alert still fires', async () => {
    const { result } = await bed.play(
      foretold(
        disk,
        async (prediction, { incident, pass }) => {
          await prediction.tell();
          await reaches(incident, 'verifying');
          await pass(untilVerified);
          await reaches(incident, 'resolved');
          await pass(1 * hours);
          await prediction.tell({ inHours: null });
          await pass(1 * hours);
          await prediction.tell({ inHours: null });
          return incident.closed();
        },
        () => recedesAfter(aRoomyDisk(), 0),
      ),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(result.score.human).toBe(false);
  });

  it('expands a claim that is not full yet', async () => {
    const terms = { alertname: 'VolumeWillBeFull', runbook: 'claim-filling-up' } as const;
    const facts = { phase: 'Bound', size: '10737418240', capacity: '10737418240', storageClass: 'fast' };
    const more = { isExpandable: 'true', isResizing: 'false', usedPercent: '60', stepPercent: '20', mostBytes: '1e12' };
    const { result, world } = await bed.play(
      foretold(
        claim,
        async (prediction, { incident, pass }) => {
          await prediction.tell({ terms });
          await reaches(incident, 'verifying');
          await pass(untilVerified);
          return reaches(incident, 'resolved');
        },
        () => {
          const staged = new MockWorld();
          const health = 'healthy' as const;
          staged.sees = async ({ check, target }) => ({
            check,
            target,
            health,
            summary: check,
            facts: { ...facts, ...more },
          });
          return staged;
        },
      ),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['expand-claim']);
  });

  it('scales out before a peak, holds that until it is over, and scales back', async () => {
    const terms = { alertname: 'LoadWillBeHigh', runbook: 'scale-ahead' } as const;
    const { result, world } = await bed.play(
      foretold(
        web,
        async (prediction, { incident, pass, world: played }) => {
          await prediction.tell({ terms, inHours: 3 });
          await incident.until(({ status }) => status === 'verifying' && played.actions.length === 1);
          await pass(2 * hours);
          await prediction.tell({ terms, inHours: 1, value: 80 });
          const held = await incident.record();
          await pass(3 * hours);
          const standing = played.actions.length;
          played.sees = async ({ check, target }) => ({ check, target, health: 'healthy', summary: check });
          await prediction.tell({ terms, inHours: 22, value: 40 });
          await pass(untilVerified);
          return { held, standing, done: await reaches(incident, 'resolved') };
        },
        () => {
          const staged = recedesAfter(new MockWorld(), 2);
          const { sees } = staged;
          staged.sees = async (check) => ({ ...(await sees(check)), facts: { value: '4', next: '6' } });
          staged.traitsOf = ({ target }) => ({
            risk: 'disruptive',
            undo: { action: 'restore-replicas', target },
            contains: true,
          });
          return staged;
        },
      ),
    );

    expect(result.held.status).toBe('verifying');
    expect(result.standing).toBe(1);
    expect(world.orders.map(({ action, kind }) => [action, kind])).toEqual([
      ['scale-workload', 'do'],
      ['restore-replicas', 'undo'],
    ]);
    expect(world.orders[0]?.settings).toEqual({ replicas: '6' });
    expect(result.done.outcome).toMatchObject({ kind: 'resolved-by-itself' });
  });
});
