import { expect, it } from 'vitest';
import type { TypedOptions } from '../../../../cli/forecast/options.ts';
import { stepsOf, understood } from '../../../../cli/forecast/options.ts';

const hour = 3_600_000;
const usual: TypedOptions = {
  horizon: '48',
  season: 'auto',
  model: 'ensemble',
  level: '0.95',
  seed: '1',
  deadline: '2m',
};

it.each([
  [{}, { horizon: { kind: 'steps', steps: 48 }, seasons: 'auto', limit: null, level: 0.95, deadlineMs: 120_000 }],
  [{ horizon: '7d' }, { horizon: { kind: 'time', ms: 168 * hour } }],
  [{ season: '168,24,24' }, { seasons: [24, 168] }],
  [{ season: 'none' }, { seasons: [] }],
  [{ limit: 'below:-1.5e3' }, { limit: { direction: 'below', value: -1_500 } }],
  [{ lower: '0', upper: '1e9' }, { bounds: { lower: 0, upper: 1e9 } }],
  [
    { start: '2026-03-01T00:00:00Z', end: '1772323200' },
    { startMs: Date.UTC(2026, 2, 1), endMs: 1_772_323_200_000 },
  ],
  [
    { step: '15m', processes: '4', seed: '0' },
    { stepMs: hour / 4, processes: 4, seed: 0 },
  ],
] satisfies readonly [Partial<TypedOptions>, object][])('understands %j', (typed, options) => {
  expect(understood({ ...usual, ...typed })).toMatchObject(options);
});

it.each([
  [{ horizon: '0' }, '--horizon takes a whole number from 1 to 100000'],
  [{ horizon: '-1' }, '--horizon takes a number of steps, such as 48, or a time, such as 12h or 7d'],
  [{ season: '24,one' }, '--season takes auto, none, or lengths of seasons in steps, such as 24,168'],
  [{ season: '1' }, '--season takes auto, none, or lengths of seasons in steps, such as 24,168'],
  [{ model: 'oracle' }, /^--model takes one of arima, ensemble, /],
  [{ limit: 'over:90' }, '--limit takes a direction and a number, such as above:90 or below:1e9'],
  [{ limit: 'above:' }, '--limit takes a direction and a number, such as above:90 or below:1e9'],
  [{ level: '1' }, '--level takes a share from 0.5 to below 1, such as 0.95'],
  [{ lower: '5', upper: '5' }, '--lower must be below --upper'],
  [{ upper: '1e999' }, '--upper takes a number'],
  [{ start: 'yesterday' }, '--start takes a time in ISO 8601, such as 2026-03-01T12:00:00Z, or seconds since 1970'],
  [{ step: '1' }, '--step takes a number and a unit, of a second or more, such as 90s, 5m or 1h'],
  [{ processes: '0' }, '--processes takes a whole number from 1 to 256'],
] satisfies readonly [Partial<TypedOptions>, string | RegExp][])('says what is wrong with %j', (typed, message) => {
  expect(() => understood({ ...usual, ...typed })).toThrow(message);
});

it.each([
  [{ kind: 'steps', steps: 5 } as const, 60_000, 5],
  [{ kind: 'time', ms: 12 * hour } as const, hour / 4, 48],
])('counts %j in steps of %i ms', (horizon, stepMs, steps) => {
  expect(stepsOf(horizon, stepMs)).toBe(steps);
});

it('refuses a horizon that is less than a step of the series', () => {
  expect(() => stepsOf({ kind: 'time', ms: 60_000 }, hour)).toThrow('a step of it is 3600 s');
});
