import type { Limit } from '../../../model/forecast/crossing.ts';
import type { Bounds } from '../../../model/forecast/series.ts';
import type { Random } from '../../logs/random.ts';
import { between, scaleBetween } from './noise.ts';
import type { HistoryKind } from './shape.ts';

const secondsADay = 86_400;

/** A shape as it would be measured. */
interface InUnit {
  readonly unit: string;
  readonly bounds: Bounds;
  readonly limit: Limit;
  readonly inUnit: (value: number) => number;
}

/** A unit for a shape whose limit is at a level. Of a disk and a certificate it is measured what is left. */
export function unitOf(kind: HistoryKind, level: number, random: Random): InUnit {
  if (kind === 'certificate') {
    const limit: Limit = { direction: 'below', value: -level * secondsADay };
    return { unit: 'seconds', bounds: { lower: null, upper: null }, limit, inUnit: (value) => -value * secondsADay };
  }
  if (kind === 'traffic') {
    const peak = scaleBetween(random, 10, 10_000);
    return {
      unit: 'requests/s',
      bounds: { lower: 0, upper: null },
      limit: { direction: 'above', value: level * peak },
      inUnit: (value) => Math.max(0, value * peak),
    };
  }
  const size = scaleBetween(random, 1e9, 4e12);
  const share = kind === 'disk' ? random.pick([0.85, 0.9, 0.95, 1]) : between(random, 0.8, 0.95);
  const whole = level / share;
  const left = (value: number): number => size * Math.min(1, Math.max(0, 1 - value / whole));
  if (kind === 'disk') {
    return {
      unit: 'bytes',
      bounds: { lower: 0, upper: size },
      limit: { direction: 'below', value: left(level) },
      inUnit: left,
    };
  }
  return {
    unit: 'bytes',
    bounds: { lower: 0, upper: size },
    limit: { direction: 'above', value: size - left(level) },
    inUnit: (value) => size - left(value),
  };
}
