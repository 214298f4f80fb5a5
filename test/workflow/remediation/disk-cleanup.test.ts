import { describe, expect, it } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import type { ActionName } from '../../../model/names.ts';
import type { Check } from '../../../model/remediation/check.ts';
import { aDiskForecast, aDiskMeasurement, aGain } from '../../support/builders.ts';
import { aDiskEpisode, aSickDisk, otherwise } from '../../support/scenarios/host-troubles.ts';
import type { MockWorld } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { asked, reaches, untilVerified, verifyAndClose } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

function done(world: MockWorld): readonly ActionName[] {
  return world.actions.map(({ action }) => action);
}

const gains = [aGain('temporary', 20), aGain('logs', 20), aGain('backups', 20)];

describe('the runbook disk-cleanup', () => {
  it('cleans no more than is needed', async () => {
    const disk = aSickDisk(aDiskMeasurement(95, gains), 'delete-temporary-files', { end: 'resolved', rungs: 1 });

    const { result, world } = await bed.play(disk);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['delete-temporary-files']);
  });

  it('goes on where that did not suffice', async () => {
    const { result, world } = await bed.play(scenarios['disk-cleaned']);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['delete-temporary-files', 'rotate-logs']);
  });

  it('deletes harmless things by itself, and backups only once enough people have approved it', async () => {
    const disk = aSickDisk(aDiskMeasurement(95, [aGain('temporary', 5), aGain('backups', 20)]), 'delete-old-backups', {
      end: 'resolved',
    });
    let doneUnasked: readonly ActionName[] = [];

    const { result, world } = await bed.play({
      ...otherwise(disk, (staged) => {
        staged.traitsOf = ({ action }) => ({ risk: actions[action].risk, undo: null });
      }),
      script: async (play) => {
        const episode = aDiskEpisode(play);
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
    const seen: (Check['paces'] | undefined)[] = [];
    const disk = aSickDisk(aDiskMeasurement(95, gains), 'delete-temporary-files', {
      end: 'resolved',
      rungs: 1,
      forecast: aDiskForecast(pace),
    });

    const { result } = await bed.play(
      otherwise(disk, (staged) => {
        const { sees } = staged;
        staged.sees = (check) => (seen.push(check.paces), sees(check));
      }),
    );

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

    const { result, world } = await bed.play(aSickDisk(measured, 'rotate-logs', { end }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(done(world)).toEqual([]);
  });
});
