import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { forecastPicture } from '../../../../forecasting/picture/forecast-picture.ts';
import type { Pictured } from '../../../../forecasting/picture/view.ts';
import { aCrossing, aForecast, aSeries, seriesStart } from '../../../support/forecast/builders.ts';
import { parsedXml } from '../../../support/forecast/parsed-xml.ts';

const hour = 3_600_000;
const limit = { direction: 'above', value: 90 } as const;

function aPicture(overrides: Partial<Pictured> = {}): Pictured {
  return {
    series: aSeries(),
    forecast: aForecast(),
    limit,
    crossing: aCrossing(),
    title: 'Disk /data on db-3',
    ...overrides,
  };
}

/** Its texts; of ticks alone where their class is said. */
const textsOf = (svg: string, of = ''): readonly string[] =>
  parsedXml(svg).flatMap(({ name, attributes, text }) =>
    name === 'text' && (attributes['class'] ?? '').startsWith(of) ? [text.trim()] : [],
  );

it('says in words what it shows: title, verdict, limit, crossing, model', () => {
  const texts = textsOf(forecastPicture(aPicture()));

  expect(texts).toEqual(
    expect.arrayContaining([
      'Disk /data on db-3',
      'Expected above 90 % on Tue 10 Mar, 08:00 UTC (02:00 to 16:00), 93 % likely',
      'limit 90 %',
      '10 Mar, 08:00 · 93 %',
      'last value',
      '95 % interval',
      'ensemble · error 0.813 × seasonal naive · UTC',
    ]),
  );
});

it('claims no certainty, and compares itself with no season where there is none', () => {
  const picture = aPicture({ forecast: aForecast({ seasons: [] }), crossing: aCrossing({ probability: 0.999 }) });

  const texts = textsOf(forecastPicture(picture));

  expect(texts).toEqual(expect.arrayContaining(['10 Mar, 08:00 · over 99 %', 'ensemble · UTC']));
});

it.each([
  ['percent', [40, 90], ['30 %', '40 %', '50 %', '60 %', '70 %', '80 %', '90 %', '100 %']],
  ['bytes', [17e9, 64e9], ['0', '10', '20', '30', '40', '50', '60', '70'].map((text) => `${text} GB`)],
  ['requests/s', [800, 4_000], ['0', '1 k', '2 k', '3 k', '4 k', '5 k']],
  ['seconds', [60, 200], ['0.5', '1', '1.5', '2', '2.5', '3', '3.5'].map((text) => `${text} min`)],
  [null, [-0.02, 0.02], ['-0.03', '-0.02', '-0.01', '0', '0.01', '0.02', '0.03']],
])('has ticks of %s that are round to people', (unit, [low = 0, high = 0], ticks) => {
  const ends = { yhat: [low, high], lower: [low, low], upper: [high, high] };
  const pictured = { series: aSeries({ unit, values: [low, high] }), forecast: aForecast(ends) };

  const svg = forecastPicture(aPicture({ ...pictured, limit: null, crossing: null }));

  expect(textsOf(svg, 'figures f-quiet end')).toEqual(ticks);
});

const minute = 60_000;

it.each([
  [5 * minute, ['2 Mar', '00:30', '01:00', '01:30', '02:00', '02:30']],
  [hour, ['06:00', '12:00', '18:00', '3 Mar']],
  [24 * hour, ['8 Mar', '15 Mar', '22 Mar', '29 Mar']],
  [7 * 24 * hour, ['Apr 2026', 'Jul 2026', 'Oct 2026']],
])('has ticks of time for steps of %i ms that are round to people', (stepMs, ticks) => {
  const yhat = Array.from({ length: 16 }, () => 85);
  const series = aSeries({ stepMs, values: yhat });
  const forecast = aForecast({ startMs: seriesStart + 16 * stepMs, stepMs, yhat, lower: yhat, upper: yhat });

  const svg = forecastPicture(aPicture({ series, forecast, limit: null, crossing: null }));

  expect(textsOf(svg, 'figures middle')).toEqual(expect.arrayContaining(ticks));
});

it.each([
  ['an open end', { crossing: aCrossing({ latestMs: null }) }, /\(02:00 or later\)/],
  ['an interval of days', { crossing: aCrossing({ latestMs: seriesStart + 240 * hour }) }, /02:00 to 12 Mar, 00:00\)/],
  ['no crossing', { crossing: null }, /^Not expected above 90 % within 2 d$/],
  ['no limit', { limit: null, crossing: null }, /^93\.8 % expected in 2 d \(91\.8 % to 95\.8 %\)$/],
  [
    'a limit that is reached already',
    { limit: { ...limit, value: 80 }, crossing: null },
    /^81\.8 % now: already above 80 %$/,
  ],
  ['near certainty', { crossing: aCrossing({ probability: 0.999 }) }, /, over 99 % likely$/],
])('tells of %s', (_what, overrides, verdict) => {
  const svg = forecastPicture(aPicture(overrides));

  expect(
    parsedXml(svg)
      .find(({ name }) => name === 'desc')
      ?.text.trim(),
  ).toMatch(verdict);
});

it('tells of a limit that is far away, and does not flatten the curves for it', () => {
  const far = { direction: 'above', value: 90_000 } as const;

  const svg = forecastPicture(aPicture({ limit: far, crossing: null }));

  expect(textsOf(svg)).toContain('↑ limit 90000 %');
  expect(svg).not.toContain('class="line limit');
});

it.each([
  '</title><script>alert(1)</script>',
  `" onload="alert(1)`,
  '&lt;b&gt; & ]]> <!-- -->',
  '\u0000\u0008\ud800\uffff\u202e gap',
  'password=hunter2-is-secret',
])('shows %j as the text that it is, without secrets', (hostile) => {
  const svg = forecastPicture(
    aPicture({ title: hostile, series: aSeries({ unit: hostile }), forecast: aForecast({ chosen: hostile }) }),
  );

  const elements = parsedXml(svg);
  expect(new Set(elements.map(({ name }) => name))).toEqual(
    new Set(['svg', 'title', 'desc', 'style', 'rect', 'text', 'path', 'circle']),
  );
  expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on|href/.test(name))).toEqual(
    [],
  );
  expect(svg).not.toContain('hunter2');
});

/** Whatever may be measured and expected, some of it wild. */
const anything = fc
  .record({
    values: fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { freq: 5 }), { maxLength: 40 }),
    ahead: fc.array(fc.tuple(...[0, 1, 2].map(() => fc.double({ noNaN: true, noDefaultInfinity: true }))), {
      minLength: 1,
      maxLength: 20,
    }),
    startMs: fc.integer({ min: 0, max: 4e12 }),
    stepMs: fc.constantFrom(1_000, 60_000, hour, 24 * hour, 30 * 24 * hour),
    unit: fc.option(fc.constantFrom('bytes', 'percent', 'seconds', 'bytes/s', 'requests/s', '<')),
    limit: fc.option(
      fc.record({
        direction: fc.constantFrom('above' as const, 'below' as const),
        value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
    ),
    crosses: fc.boolean(),
    title: fc.string({ unit: 'binary' }),
  })
  .map(({ values, ahead, startMs, stepMs, unit, limit: anyLimit, crosses, title }): Pictured => {
    const sorted = ahead.map((three) => three.toSorted((a, b) => a - b));
    const [lower, yhat, upper] = [0, 1, 2].map((nth) => sorted.map((three) => three[nth] ?? 0));
    const first = startMs + values.length * stepMs;
    const atMs = first + stepMs / 2;
    return {
      series: aSeries({ values, startMs, stepMs, unit }),
      forecast: aForecast({ startMs: first, stepMs, yhat: yhat ?? [], lower: lower ?? [], upper: upper ?? [] }),
      limit: anyLimit,
      crossing: anyLimit && crosses ? { atMs, earliestMs: first, latestMs: null, probability: 0.5 } : null,
      title,
    };
  });

it('is well-formed, finite, small and the same again, whatever was measured', () => {
  fc.assert(
    fc.property(anything, (pictured) => {
      const svg = forecastPicture(pictured);

      const numbers = parsedXml(svg)
        .filter(({ name }) => name !== 'svg')
        .flatMap(({ attributes }) =>
          ['d', 'x', 'y', 'cx', 'cy', 'width', 'height'].flatMap((name) => attributes[name] ?? []),
        );
      expect(numbers.join(' ')).not.toMatch(/NaN|Infinity|undefined|e[+-]?\d/);
      expect(svg.length).toBeLessThan(60_000);
      expect(forecastPicture(pictured)).toBe(svg);
    }),
    { numRuns: 300 },
  );
});

it('does not grow with the series, and loses no spike of it', () => {
  const values = Array.from({ length: 200_000 }, (_, nth) => (nth === 190_001 ? 5_000 : 50 + (nth % 7)));
  const yhat = Array.from({ length: 100_000 }, () => 53);
  const wide = { series: aSeries({ values, unit: null }), limit: null, crossing: null };

  const svg = forecastPicture(aPicture({ ...wide, forecast: aForecast({ yhat, lower: yhat, upper: yhat }) }));

  expect(svg.length).toBeLessThan(60_000);
  expect(textsOf(svg)).toContain('5 k');
});
