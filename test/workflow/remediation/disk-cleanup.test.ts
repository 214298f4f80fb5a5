import { describe, expect, it } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { ActionName } from '../../../model/names.ts';
import type { DiskForecast } from '../../../model/host/disk-forecast.ts';
import type { Check } from '../../../model/remediation/check.ts';
import type { DiskMeasurement } from '../../../model/host/disk-measurement.ts';
import { aDiskMeasurement, aGain } from '../../support/builders.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours } from '../../support/mock-world.ts';
import { asked, reaches, untilVerified, verifyAndClose } from '../../support/staging.ts';
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
      const labels = { instance: 'web-1:9100', mountpoint: '/srv/data' };
      const { firing, resolved } = anEpisode({ target, name: 'HostOutOfDiskSpace', labels });
      await incident.deliver(firing);
      if (rungs > 0) await reaches(incident, 'verifying');
      for (let rung = 0; rung < rungs; rung++) await pass(untilVerified);
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

function done(world: MockWorld): readonly ActionName[] {
  return world.actions.map(({ action }) => action);
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

  it('deletes harmless things by itself, and backups only once enough people have approved it', async () => {
    const disk = aFullDisk(
      aDiskMeasurement(95, [aGain('temporary', 5), aGain('backups', 20)]),
      'delete-old-backups',
      'resolved',
    );
    let doneUnasked: readonly ActionName[] = [];

    const { result, world } = await bed.play({
      world: () => {
        const staged = disk.world();
        staged.traitsOf = ({ action }) => ({ risk: actions[action].risk, undo: null });
        return staged;
      },
      script: async (play) => {
        const labels = { instance: 'web-1:9100', mountpoint: '/srv/data' };
        const episode = anEpisode({ target: play.target, name: 'HostOutOfDiskSpace', labels });
        await play.incident.deliver(episode.firing);
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified);
        const { code } = await asked(play);
        doneUnasked = done(play.world);
        for (const by of ['ann', 'bob']) await play.remediation.vote('approve', { code, by });
        return verifyAndClose(play, episode);
      },
    });

    expect(doneUnasked).toEqual(['delete-temporary-files']);
    expect(done(world)).toEqual(['delete-temporary-files', 'delete-old-backups']);
    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
  });

  it('says when the disk would be full, and gives the pace to the proof', async () => {
    const pace = { perSecond: 5_000, slowest: 5_000, fastest: 5_000 };
    const forecast: DiskForecast = {
      kind: 'seen',
      bytes: { kind: 'growing', pace, overMs: 6 * hours },
      inodes: { kind: 'not-growing', overMs: 6 * hours },
    };
    const seen: (Check['paces'] | undefined)[] = [];
    const disk = aFullDisk(aDiskMeasurement(95, gains), 'delete-temporary-files', 'resolved', 1);
    const world = (): MockWorld => {
      const staged = disk.world();
      const { sees } = staged;
      staged.forecast = forecast;
      staged.sees = (check) => (seen.push(check.paces), sees(check));
      return staged;
    };

    const { result } = await bed.play({ ...disk, world });

    const diagnosis = result.timeline.entries.find(({ event }) => event === 'diagnosed');
    expect(diagnosis?.text).toMatch(/; at the pace of the last 6 h full in 2 h 46 min$/);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map((paces) => JSON.stringify(paces)))).toEqual(
      new Set([JSON.stringify({ bytes: pace, inodes: null })]),
    );
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
