import { expect, it } from 'vitest';
import { tablesOf } from '../../../../bench/forecast/report.ts';

it('shows people what was measured side by side, and whether it is as wanted', () => {
  const rows = [
    { what: 'Naive2', figures: { OWA: 1, MSIS: null } },
    {
      what: 'ensemble',
      figures: { OWA: 0.3987, MSIS: 7.25, seconds: 123.456 },
      wanted: { OWA: { atMost: 0.4 }, MSIS: { atLeast: 1, atMost: 6 } },
    },
  ];

  const lines = tablesOf([{ part: 'm4', of: '414 series', rows, settings: {} }]).split('\n');

  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['m4: 414 series'],
    ['OWA', 'MSIS', 'seconds'],
    ['Naive2', '1'],
    ['ensemble', '0.399', '7.250', '123.5'],
    ['ensemble: OWA 0.399, wanted at most 0.4: met'],
    ['ensemble: MSIS 7.250, wanted at least 1 and at most 6: MISSED'],
  ]);
});
