import { describe, expect, it } from 'vitest';
import type { Growth } from '../../../../model/forecast/growth.ts';
import type { DiskForecast } from '../../../../model/host/disk-forecast.ts';
import { describeForecast, describeRespite, fileSystemLabels, pacesOf } from '../../../../model/host/disk-forecast.ts';
import { aDiskMeasurement } from '../../../support/builders.ts';

const overMs = 6 * 3_600_000;
const still: Growth = { kind: 'not-growing', overMs };
const unknown: Growth = { kind: 'too-little-data' };

function growing(perSecond: number): Growth {
  return { kind: 'growing', pace: { perSecond, slowest: perSecond / 2, fastest: perSecond * 2 }, overMs };
}

function seen(bytes: Growth, inodes: Growth): DiskForecast {
  return { kind: 'seen', bytes, inodes };
}

const { usage } = aDiskMeasurement(95);
if (!usage) throw new Error('the disk was measured');

describe('a forecast', () => {
  it.each<[what: string, forecast: DiskForecast | null, words: string | null]>([
    [
      'bytes run out',
      seen(growing(5_000), still),
      'at the pace of the last 6 h full in 2 h 46 min (1 h 23 min – 5 h 33 min)',
    ],
    [
      'inodes run out sooner',
      seen(growing(5_000), growing(0.25)),
      'at the pace of the last 6 h out of inodes in 1 h (30 min – 2 h)',
    ],
    [
      'only inodes run out',
      seen(unknown, growing(0.25)),
      'at the pace of the last 6 h out of inodes in 1 h (30 min – 2 h)',
    ],
    ['it is far away', seen(growing(0.001), still), 'at the pace of the last 6 h full in more than 30 d'],
    ['nothing grows', seen(still, still), 'not growing in the last 6 h'],
    ['little is known', seen(unknown, unknown), 'no forecast: too few measurements'],
    ['nobody could see it', { kind: 'unseen', because: 'the weather' }, 'no forecast: the weather'],
    ['nobody was asked', null, null],
  ])('says it where %s', (_what, forecast, words) => {
    expect(describeForecast(forecast, usage)).toBe(words);
  });

  it('says nothing of a disk that nobody could measure', () => {
    expect(describeForecast(seen(growing(1), still), null)).toBeNull();
  });

  it('does not count inodes where the file system counts none', () => {
    const uncounted = { ...usage, inodes: 0, inodesUsed: 0, inodesAvailable: 0 };

    expect(describeForecast(seen(growing(5_000), growing(1)), uncounted)).toContain('full in 2 h 46 min');
  });
});

describe('the respite that cleaning gives', () => {
  it('is told at the pace from before', () => {
    const after = { ...usage, bytesAvailable: 5e8 };

    expect(describeRespite(pacesOf(seen(growing(1_000), still)), after)).toBe(
      'at the pace from before full in 5 d 18 h (2 d 21 h – 11 d 13 h)',
    );
  });

  it.each([
    ['did not grow', seen(still, still)],
    ['is unknown', null],
    ['was unseen', { kind: 'unseen', because: 'the weather' } as const],
  ])('is not told of a disk that %s', (_what, forecast) => {
    expect(pacesOf(forecast)).toBeNull();
    expect(describeRespite(pacesOf(forecast), usage)).toBeNull();
  });
});

describe('the labels of a file system', () => {
  const full = {
    alertname: 'Full',
    job: 'node',
    instance: 'web-1:9100',
    mountpoint: '/srv',
    device: '/dev/sdb1',
    fstype: 'xfs',
  };

  it('are those that tell it from others, and no more', () => {
    expect(fileSystemLabels([{ labels: full }])).toEqual({
      instance: 'web-1:9100',
      mountpoint: '/srv',
      device: '/dev/sdb1',
    });
  });

  it('are those of the first alert that has them', () => {
    const [poor, rich] = [{ labels: { mountpoint: '/srv' } }, { labels: { instance: 'a', device: 'b' } }];

    expect(fileSystemLabels([poor, rich])).toEqual({ instance: 'a', device: 'b' });
  });

  it.each([
    [{}],
    [{ instance: 'web-1' }],
    [{ mountpoint: '/srv', device: '/dev/sdb1' }],
    [{ instance: '', device: 'x' }],
  ])('are not found in %j', (labels) => {
    expect(fileSystemLabels([{ labels }])).toBeNull();
  });
});
