import { expect, it } from 'vitest';
import type { MeasuredAround } from '../../../../forecasting/picture/metric-picture.ts';
import { metricPicture } from '../../../../forecasting/picture/metric-picture.ts';
import { parsedXml } from '../../../support/forecast/parsed-xml.ts';

const minute = 60_000;
const startMs = Date.parse('2026-03-10T08:00:00Z');

function aPicture(overrides: Partial<MeasuredAround> = {}): MeasuredAround {
  const values = [10, 12, null, 90, 95, 20, 11];
  return {
    title: 'errors',
    series: { labels: {}, unit: 'percent', startMs, stepMs: minute, values },
    trouble: { fromMs: startMs + 3 * minute, toMs: startMs + 5 * minute },
    marks: [{ atMs: startMs + 4 * minute, text: 'acted' }],
    ...overrides,
  };
}

const textsOf = (svg: string): readonly string[] =>
  parsedXml(svg).flatMap(({ name, text }) => (name === 'text' ? [text.trim()] : []));

/** Where the shaded time of the trouble begins, and how wide it is. */
function shadeOf(svg: string): readonly [number, number] {
  const shade = parsedXml(svg).find(({ attributes }) => attributes['class'] === 'when f-danger');
  return [Number(shade?.attributes['x']), Number(shade?.attributes['width'])];
}

it('shows the values with a gap, the time of the trouble and what happened', () => {
  const svg = metricPicture(aPicture());

  const curve = parsedXml(svg).find(({ attributes }) => attributes['class'] === 'line s-past');
  expect(curve?.attributes['d']?.match(/M/g)).toHaveLength(2);
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['errors', 'acted', '100 %']));
  // Half of the plot lies before the fourth of seven values, and a third of it between that and the sixth.
  expect(shadeOf(svg)).toEqual([510, 284]);
});

it('shades to the end of the values while the trouble lasts', () => {
  const [x, width] = shadeOf(metricPicture(aPicture({ trouble: { fromMs: startMs, toMs: null } })));

  expect([x, width]).toEqual([84, 852]);
});

it('leaves out moments that lie outside of what is shown', () => {
  const marks = [-1, 7].map((minutes) => ({ atMs: startMs + minutes * minute, text: 'far away' }));

  expect(textsOf(metricPicture(aPicture({ marks })))).not.toContain('far away');
});

it.each([
  ['no value at all', [null, null]],
  ['one value', [5]],
  ['nothing but zeros', [0, 0, 0]],
  ['values that are as large as numbers get', [1e308, -1e308]],
])('draws %s', (_what, values) => {
  const series = { labels: {}, unit: null, startMs, stepMs: minute, values };

  expect(metricPicture(aPicture({ series }))).not.toMatch(/NaN|Infinity/);
});

it('keeps foreign text text', () => {
  const hostile = '</title><script>alert(1)</script>" onload="x';

  const svg = metricPicture(
    aPicture({
      title: hostile,
      series: { ...aPicture().series, unit: hostile },
      marks: [{ atMs: startMs + minute, text: hostile }],
    }),
  );

  expect(parsedXml(svg).map(({ name }) => name)).not.toContain('script');
  expect(parsedXml(svg).flatMap(({ attributes }) => Object.keys(attributes))).not.toContain('onload');
});
