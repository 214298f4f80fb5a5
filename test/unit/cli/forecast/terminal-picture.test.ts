import * as fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { terminalPicture } from '../../../../cli/forecast/terminal-picture.ts';
import type { Pictured } from '../../../../forecasting/picture/view.ts';
import { aCrossing, aForecast, aSeries } from '../../../support/forecast/builders.ts';

const pictured: Pictured = {
  series: aSeries(),
  forecast: aForecast(),
  limit: { direction: 'above', value: 90 },
  crossing: aCrossing(),
  title: 'Disk /data on db-3',
};

it('draws history, forecast, band, limit and crossing without colours', () => {
  const lines = terminalPicture(pictured, { columns: 72, hasColours: false });

  expect(lines).toEqual([
    'Disk /data on db-3',
    'Expected above 90 % on Tue 10 Mar, 08:00 UTC (02:00 to 16:00), 93 % likely',
    '',
    '100 % ┤                                                ┆',
    '      │                                                ┆            ░░⢀⣀',
    ' 90 % ┤ ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┆╌╌╌╌╌╌╌╌╌⢀●⠤⠒⠋⠁╌',
    '      │                                                ┆  ░░⣀⡠⠤⠒⠋⠁░░',
    '      │                                                ⣀⡠⠤⠒⠋⠁░░',
    ' 80 % ┤                                           ⣀⡠⠤⠒⠉⠁░░',
    '      │                                      ⣀⡠⠔⠒⠉⠁    ┆',
    '      │                                 ⣀⡤⠔⠒⠉⠁         ┆',
    ' 70 % ┤                            ⣀⡠⠴⠒⠉⠁              ┆',
    '      │                       ⣀⡠⠴⠚⠉                    ┆',
    ' 60 % ┤                  ⣀⡠⠔⠚⠉                         ┆',
    '      │             ⣀⠤⠔⠚⠉                              ┆',
    '      │       ⢀⣀⠤⠔⠚⠉                                   ┆',
    ' 50 % ┤  ⢀⣀⠤⠔⠚⠉                                        ┆',
    '      │ ⠊⠉                                             ┆',
    ' 40 % ┤                                                ┆',
    '      3 Mar  4 Mar   5 Mar   6 Mar   7 Mar   8 Mar   9 Mar   10 Mar',
    '',
    '⣀⡠ measured  ⣀⡠ expected  ░ 95 % interval  ╌╌ limit  ┆ last value  UTC',
  ]);
});

it.each([20, 80, 200, 100_000])('keeps within %i columns, as far as they are enough', (columns) => {
  const lines = terminalPicture(pictured, { columns, hasColours: false });

  const widest = Math.max(...lines.slice(2, -1).map((line) => line.length));
  expect(widest).toBeLessThanOrEqual(Math.max(50, Math.min(160, columns)));
  expect(widest).toBeGreaterThan(Math.min(columns, 160) - 25);
});

it('says nothing by colour alone', () => {
  const plain = terminalPicture(pictured, { columns: 80, hasColours: false });
  const coloured = terminalPicture(pictured, { columns: 80, hasColours: true });

  expect(coloured.map(stripVTControlCharacters)).toEqual(plain);
  expect(coloured).not.toEqual(plain);
});

it.each(['\u001b[31mred\u001b[0m', 'a\u0007\u0008b', '\u202egnp'])(
  'shows %j without its control characters',
  (title) => {
    const [shown] = terminalPicture({ ...pictured, title }, { columns: 80, hasColours: false });

    // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
    expect(shown).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
  },
);

it('draws whatever was measured', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(fc.option(value), { maxLength: 30 }), value, (values, ahead) => {
      const flat = { yhat: [ahead, ahead], lower: [ahead, ahead], upper: [ahead, ahead] };
      const series = aSeries({ values, unit: null });

      const lines = terminalPicture(
        { ...pictured, series, forecast: aForecast(flat), limit: null, crossing: null },
        { columns: 80, hasColours: false },
      );

      expect(lines).toHaveLength(22);
      expect(lines.join('')).not.toMatch(/NaN|undefined|Infinity/);
    }),
  );
});
