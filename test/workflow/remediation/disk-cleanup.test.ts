import { describe, expect, it } from 'vitest';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { ActionName } from '../../../model/names.ts';
import type { DiskMeasurement } from '../../../model/host/disk-measurement.ts';
import { aDiskMeasurement, aGain } from '../../support/builders.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

/** A disk that fires an alert and is below its goal once the given action was done; so many rungs are tried. */
function aFullDisk(disk: DiskMeasurement, cure: ActionName, end: IncidentStatus, rungs = 0): Scenario {
  const world = (): MockWorld => {
    const staged = new MockWorld();
    staged.disk = disk;
    staged.sees = async ({ check, target }) => {
      const health = staged.actions.some(({ action }) => action === cure) ? 'healthy' : 'unhealthy';
      return { check, target, health, summary: `${check}: ${health}` };
    };
    return staged;
  };
  return {
    world,
    script: async ({ incident, target, pass }) => {
      const { firing, resolved } = anEpisode({ target, name: 'HostOutOfDiskSpace' });
      await incident.deliver(firing);
      if (rungs > 0) await reaches(incident, 'verifying');
      for (let rung = 0; rung < rungs; rung++) await pass(untilVerified);
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

function done({ actions }: MockWorld): readonly ActionName[] {
  return actions.map(({ action }) => action);
}

const gains = [aGain('temporary', 20), aGain('logs', 20), aGain('backups', 20)];

describe('the runbook disk-cleanup', () => {
  it('cleans no more than is needed', async () => {
    const disk = aFullDisk(aDiskMeasurement(95, gains), 'delete-temporary-files', 'resolved', 1);

    const { result, world } = await bed.play(disk);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['delete-temporary-files']);
  });

  it('goes on where that did not suffice', async () => {
    const { result, world } = await bed.play(aFullDisk(aDiskMeasurement(95, gains), 'rotate-logs', 'resolved', 2));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['delete-temporary-files', 'rotate-logs']);
  });

  it.each([
    ['it is below its goal already', aDiskMeasurement(70, gains), 'already-healthy', 'below its goal of 80 %'],
    ['nothing would give room', aDiskMeasurement(95), 'no-plan', 'nothing that may be cleaned would give room'],
    [
      'it could not be measured',
      { ...aDiskMeasurement(95, gains), usage: null, problems: ['no connection'] },
      'no-plan',
      'could not be measured: no connection',
    ],
  ] as const)('does nothing where %s', async (_why, measured, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aFullDisk(measured, 'rotate-logs', end));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(done(world)).toEqual([]);
  });
});
