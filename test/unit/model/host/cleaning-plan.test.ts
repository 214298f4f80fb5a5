import { describe, expect, it } from 'vitest';
import { cleaningLadder } from '../../../../model/host/cleaning-plan.ts';
import type { AreaGain } from '../../../../model/host/disk-measurement.ts';
import { aDiskMeasurement, aGain } from '../../../support/builders.ts';

/** The rungs for a disk of which 95 % are used and 80 % may be, each as the kinds that it cleans. */
function rungsFor(gains: readonly AreaGain[], inodesUsed = 100): readonly (readonly string[])[] {
  const measured = aDiskMeasurement(95, gains);
  const usage = measured.usage && { ...measured.usage, inodesUsed };
  return cleaningLadder({ ...measured, usage }).map(({ actions }) => actions.map(({ action }) => action));
}

describe('the ladder of what to clean', () => {
  it.each([
    [
      'the first area where that suffices',
      [aGain('temporary', 20), aGain('logs', 20)],
      [['delete-temporary-files'], ['rotate-logs']],
    ],
    [
      'as many as it takes',
      [aGain('temporary', 8), aGain('logs', 8), aGain('images', 20)],
      [['delete-temporary-files', 'rotate-logs'], ['remove-unused-images']],
    ],
    [
      'all that is harmless where nothing suffices',
      [aGain('temporary', 1), aGain('journal', 1)],
      [['delete-temporary-files', 'vacuum-journal']],
    ],
    [
      'what hurts least before the rest, whatever the order in the configuration',
      [aGain('images', 1), aGain('logs', 1), aGain('journal', 1), aGain('packages', 1), aGain('temporary', 1)],
      [['delete-temporary-files', 'clear-package-cache', 'vacuum-journal', 'rotate-logs', 'remove-unused-images']],
    ],
    [
      'backups last and by themselves',
      [aGain('backups', 50), aGain('temporary', 1)],
      [['delete-temporary-files'], ['delete-old-backups']],
    ],
    ['backups alone where there is nothing else', [aGain('backups', 50)], [['delete-old-backups']]],
    ['nothing that gives nothing', [aGain('temporary', 0, { count: 0 }), aGain('logs', 20)], [['rotate-logs']]],
    ['nothing of which the host cannot tell', [aGain('temporary', 0, { bytes: null, problem: 'gone' })], []],
  ])('is %s', (_what, gains, rungs) => {
    expect(rungsFor(gains)).toEqual(rungs);
  });

  it('frees inodes where those are short', () => {
    const gains = [aGain('journal', 50), aGain('temporary', 30, { count: 100 }), aGain('packages', 30, { count: 300 })];

    expect(rungsFor(gains, 950)).toEqual([['delete-temporary-files', 'clear-package-cache'], ['vacuum-journal']]);
  });

  it('names each area with what it may give', () => {
    const [proposal] = cleaningLadder(aDiskMeasurement(95, [aGain('temporary', 20), aGain('logs', 1)]));

    expect(proposal).toEqual({
      summary: 'clean temporary (up to 200 MB)',
      actions: [{ action: 'delete-temporary-files', target: 'host/host-1/disk/%2Fsrv%2Fdata/area/temporary' }],
    });
  });

  it('is none for a disk that was not measured', () => {
    expect(cleaningLadder({ ...aDiskMeasurement(95, [aGain('logs', 20)]), usage: null })).toEqual([]);
  });
});
