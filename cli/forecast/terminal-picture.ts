import pc from 'picocolors';
import type { Axis } from '../../forecasting/picture/axes.ts';
import { shownUnit, timeAxis, valueAxis } from '../../forecasting/picture/axes.ts';
import { verdictOf } from '../../forecasting/picture/verdict.ts';
import type { Point } from '../../forecasting/picture/thinning.ts';
import type { Pictured, View } from '../../forecasting/picture/view.ts';
import { valuesOf, viewOf } from '../../forecasting/picture/view.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { DotCanvas } from './dot-canvas.ts';

/** What a terminal can show. */
interface Terminal {
  readonly columns: number;
  readonly hasColours: boolean;
}

const rows = 16;
const [leastColumns, mostColumns] = [50, 160];

/** Draws a forecast for a terminal, as wide as it is: history, forecast, band, limit, crossing. */
export function terminalPicture(pictured: Pictured, { columns, hasColours }: Terminal): readonly string[] {
  const colours = pc.createColors(hasColours);
  const width = Math.max(leastColumns, Math.min(mostColumns, columns));
  const unit = shownUnit(pictured.series.unit);
  // Twice, because the labels of the values decide how much is left for the curves.
  const view = viewOf(pictured, 2 * width);
  const values = [...valuesOf(view), ...(view.limit === null ? [] : [view.limit])];
  const y = valueAxis(values, unit, 4 * rows - 1, 0);
  const labelWidth = Math.max(...y.ticks.map(({ text }) => text.length));
  const canvas = new DotCanvas(width - labelWidth - 3, rows);
  const x = timeAxis(view.fromMs, view.toMs, 0, 2 * canvas.columns - 1);

  paintBand(canvas, view, x, y, colours.blue);
  if (view.limit !== null) across(canvas, y.place(view.limit), '╌', colours.red);
  down(canvas, x.place(view.nowMs), '┆', colours.dim);
  paintLine(canvas, view.history, x, y, (text) => text);
  paintLine(canvas, view.expected, x, y, colours.cyan);
  const { crossing } = pictured;
  if (crossing && view.limit !== null) canvas.mark(x.place(crossing.atMs), y.place(view.limit), '●', colours.red);

  const verdict = verdictOf(pictured);
  return [
    colours.bold(maskedLine(pictured.title, width)),
    crossing ? colours.red(verdict) : verdict,
    '',
    ...canvas.lines().map((line, row) => `${colours.dim(labelAt(y, row, labelWidth))} ${line}`.trimEnd()),
    colours.dim(timeLabels(x, canvas.columns, labelWidth)),
    '',
    legend(pictured, colours),
  ];
}

function paintLine(
  canvas: DotCanvas,
  points: readonly Point[],
  x: Axis,
  y: Axis,
  paint: (text: string) => string,
): void {
  for (const [index, { atMs, value }] of points.entries()) {
    if (value === null) continue;
    const before = points[index - 1];
    const to = [x.place(atMs), y.place(value)] as const;
    const isJoined = before !== undefined && before.value !== null;
    canvas.line(isJoined ? [x.place(before.atMs), y.place(before.value)] : to, to, paint);
  }
}

/** Shades the cells between the ends of the interval. */
function paintBand(canvas: DotCanvas, view: View, x: Axis, y: Axis, paint: (text: string) => string): void {
  for (let column = 0; column < canvas.columns; column++) {
    const [high, low] = [view.upper, view.lower].map((edge) => valueNear(edge, 2 * column, x));
    if (high === null || low === null || high === undefined || low === undefined) continue;
    for (let at = y.place(high); at <= y.place(low) + 2; at += 4) canvas.mark(2 * column, at, '░', paint);
  }
}

/** What an edge has at a column, between its points; null where it has nothing. */
function valueNear(edge: readonly Point[], at: number, x: Axis): number | null {
  const next = edge.findIndex(({ atMs }) => x.place(atMs) >= at);
  const [from, to] = [edge[next - 1], edge[next]];
  if (!from || !to || from.value === null || to.value === null) return null;
  const share = (at - x.place(from.atMs)) / (x.place(to.atMs) - x.place(from.atMs));
  return from.value * (1 - share) + to.value * share;
}

function across(canvas: DotCanvas, y: number, mark: string, paint: (text: string) => string): void {
  for (let column = 0; column < canvas.columns; column++) canvas.mark(2 * column, y, mark, paint);
}

function down(canvas: DotCanvas, x: number, mark: string, paint: (text: string) => string): void {
  for (let row = 0; row < canvas.rows; row++) canvas.mark(x, 4 * row, mark, paint);
}

function labelAt(y: Axis, row: number, width: number): string {
  const tick = y.ticks.find(({ at }) => Math.floor(Math.round(at) / 4) === row);
  return `${(tick?.text ?? '').padStart(width)} ${tick ? '┤' : '│'}`;
}

/** Labels below their place, each with room to the one before. */
function timeLabels(x: Axis, columns: number, labelWidth: number): string {
  return x.ticks.reduce((line, { at, text }) => {
    const from = Math.round(at / 2 - text.length / 2) + labelWidth + 3;
    const fits = from > line.length + 1 && from + text.length <= labelWidth + 3 + columns;
    return fits ? line.padEnd(from) + text : line;
  }, '');
}

function legend({ forecast, limit }: Pictured, colours: ReturnType<typeof pc.createColors>): string {
  const interval = `${Number((100 * forecast.level).toFixed(1))} % interval`;
  const parts = ['⣀⡠ measured', colours.cyan('⣀⡠ expected'), `${colours.blue('░')} ${interval}`];
  return [...parts, ...(limit ? [colours.red('╌╌ limit')] : []), '┆ last value', 'UTC'].join('  ');
}
