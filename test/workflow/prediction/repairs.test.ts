import { describe, expect, it } from 'vitest';
import { diskTarget } from '../../../model/host/cleaning.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { MockWorld, hours } from '../../support/played/mock-world.ts';
import { reaches, untilVerified } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';
import { foretold } from '../../support/predictions/played-prediction.ts';
import { aRoomyDisk } from '../../support/scenarios/prediction-scenarios.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';

const bed = useTestBed();

const disk = (host: string) => diskTarget({ host, path: '/data' });
const claim = (host: string) =>
  objectTarget({ cluster: 'prod', namespace: 'shop', kind: 'PersistentVolumeClaim', name: host });

describe('a repair of what is predicted', () => {
  it('cleans a disk below its goal, area by area until the forecast has receded', async () => {
    const { result, world } = await bed.play(scenarios['disk-foreseen']);

    expect(world.actions.map(({ action }) => action)).toEqual(['delete-temporary-files', 'rotate-logs']);
    expect(result).toMatchObject({ status: 'resolved', attempts: 1, outcome: { kind: 'resolved-by-us' } });
  });

  it('is held against what happened: what a repair kept from happening was averted', async () => {
    const { world } = await bed.play({
      ...scenarios['disk-foreseen'],
      world: () => {
        const staged = aRoomyDisk(2);
        staged.happened = { acted: true, crossedAtMs: null };
        return staged;
      },
    });

    expect(world.results).toMatchObject([{ outcome: 'averted', crossedAtMs: null, crossing: { probability: 0.92 } }]);
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
          for (const inHours of [null, null]) {
            await pass(1 * hours);
            await prediction.tell({ inHours });
          }
          return incident.closed();
        },
        () => aRoomyDisk(0),
      ),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(result.score.human).toBe(false);
  });

  it('expands a claim that is not full yet', async () => {
    const terms = { alertname: 'VolumeWillBeFull', runbook: 'claim-filling-up' } as const;
    const size = String(10 * 2 ** 30);
    const facts = { phase: 'Bound', size, capacity: size, isExpandable: 'true', usedPercent: '60' };
    const caps = { stepPercent: '20', mostBytes: '1e12' };

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
          const seen = { health: 'healthy', summary: 'it is well', facts: { ...facts, ...caps } } as const;
          staged.sees = async ({ check, target }) => ({ check, target, ...seen });
          return staged;
        },
      ),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['expand-claim']);
  });

  it('scales out before a peak, holds that until it is over, and scales back', async () => {
    const { result, world } = await bed.play(scenarios['scaled-ahead']);

    expect(world.orders.map(({ action, kind }) => [action, kind])).toEqual([
      ['scale-workload', 'do'],
      ['restore-replicas', 'undo'],
    ]);
    expect(world.orders[0]?.settings).toEqual({ replicas: '6' });
    expect(result.outcome).toMatchObject({ kind: 'resolved-by-itself' });
  });

  it.each([
    ['is a day away', { inHours: 23 }],
    ['is not predicted to begin with', { terms: { runbook: 'scale-ahead', confidence: 0 } as const }],
  ])('scales nothing for a peak that %s, or where there is no room', async (_what, said) => {
    const { terms, ...rest } = { terms: {}, ...said };
    const { result, world } = await bed.play(
      foretold(
        disk,
        async (prediction, { incident }) => {
          await prediction.tell({ ...rest, terms: { runbook: 'scale-ahead', ...terms } });
          return reaches(incident, 'escalated');
        },
        () => new MockWorld(),
      ),
    );

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(world.actions).toEqual([]);
  });
});
