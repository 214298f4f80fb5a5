import { describe, expect, it } from 'vitest';
import { describeDisk } from '../../../../model/host/disk-story.ts';
import { formatBytes } from '../../../../model/text/bytes.ts';
import { aDiskMeasurement, aGain } from '../../../support/builders.ts';

const measured = {
  ...aDiskMeasurement(95, [aGain('logs', 20), aGain('images', 0, { bytes: null, problem: 'there is no docker' })]),
  largest: [
    { measure: 'bytes', amount: 4e8, path: '/srv/data/dumps' },
    { measure: 'inodes', amount: 70, path: '/srv/data/tmp' },
  ],
  openDeleted: [{ pid: 42, program: 'java', bytes: 3e8, bytesOnDisk: 2e8, path: '/srv/data/gone' }],
} as const;

describe('the story of a disk', () => {
  it('tells how full it is, of what, and what could go', () => {
    expect(describeDisk(measured)).toBe(
      '/srv/data is 95.0 % full (goal 80 %), its inodes 10.0 %; most is in /srv/data/dumps (400 MB); ' +
        'deleted but still open: /srv/data/gone (200 MB, held by java, process 42); ' +
        'could go: logs (up to 200 MB), images (unknown: there is no docker)',
    );
  });

  it('tells where the files are when inodes are short', () => {
    const usage = { ...measured.usage, bytesUsed: 1e8, bytesAvailable: 9e8, inodesUsed: 990 };

    expect(describeDisk({ ...measured, usage: { ...aDiskMeasurement().usage, ...usage } as never })).toContain(
      'its inodes 99.0 %; most is in /srv/data/tmp (70 files);',
    );
  });

  it('tells that nothing is known', () => {
    expect(describeDisk({ ...measured, usage: null })).toBe('/srv/data could not be measured');
  });
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 KB'],
  [18_400_000, '18.4 MB'],
  [400_000_000, '400 MB'],
  [5e15, '5.0 PB'],
  [5e19, '50000 PB'],
])('writes %s as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
