import type { Series } from '../../model/forecast/series.ts';
import { escapeHtml } from '../../model/text/html.ts';
import { isWrittenAtTicks, shownUnit, timeAxis, valueAxis } from './axes.ts';
import { grid, linePath, plot, round, within } from './chart.ts';
import { styleSheet } from './style.ts';
import type { Point } from './thinning.ts';
import { thinned } from './thinning.ts';
import { harmless } from './xml.ts';

const width = 960;
const height = 400;
/** More could not be told apart. */
const maxPoints = 800;
/** Labels of moments take turns on so many lines, so that near ones stay readable. */
const labelLines = 3;

/** A moment that is marked in the picture. */
export interface Mark {
  readonly atMs: number;
  readonly text: string;
}

/** A measured quantity around an incident. */
export interface MeasuredAround {
  readonly title: string;
  readonly series: Series;
  /** When there was trouble; the end is null while there is. */
  readonly trouble: { readonly fromMs: number; readonly toMs: number | null };
  readonly marks: readonly Mark[];
}

/**
 * Draws a quantity as SVG: its values, the time of the trouble, and what happened when. A pure function; it holds no
 * script and nothing from elsewhere, and all text in it is masked, shortened and escaped.
 */
export function metricPicture({ title, series, trouble, marks }: MeasuredAround): string {
  const points = series.values.map((value, index): Point => ({ atMs: series.startMs + index * series.stepMs, value }));
  const endMs = points.at(-1)?.atMs ?? series.startMs;
  const x = timeAxis(series.startMs, endMs, plot.left, plot.right);
  const unit = shownUnit(series.unit);
  const values = series.values.filter((value) => value !== null);
  const y = valueAxis(values, isWrittenAtTicks(unit) ? unit : null, plot.bottom, plot.top);
  const [from, to] = [trouble.fromMs, trouble.toMs ?? endMs].map((ms) => round(within(x.place(ms))));
  const shownTitle = escapeHtml(harmless(title, 80));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${shownTitle}</title>`,
    `<style>${styleSheet}</style>`,
    `<rect class="f-ground" width="${width}" height="${height}" rx="8"/>`,
    `<text class="title f-ink" x="24" y="30">${shownTitle}</text>`,
    ...(unit === null || isWrittenAtTicks(unit)
      ? []
      : [`<text class="f-quiet" x="24" y="50">${escapeHtml(unit)}</text>`]),
    ...grid(x, y),
    `<rect class="when f-danger" x="${from}" y="${plot.top}" width="${round(Math.max(2, (to ?? 0) - (from ?? 0)))}" height="${plot.bottom - plot.top}"/>`,
    `<path class="line s-past" d="${linePath(thinned(points, maxPoints), x, y)}"/>`,
    ...marks
      .filter(({ atMs }) => atMs >= series.startMs && atMs <= endMs)
      .flatMap((mark, index) => markLines(mark, round(x.place(mark.atMs)), plot.top - 8 - 14 * (index % labelLines))),
    '</svg>',
    '',
  ].join('\n');
}

function markLines({ text }: Mark, at: number, labelAt: number): readonly string[] {
  // At the right edge a label would leave the picture.
  const [anchor, x] = at > plot.right - 120 ? ['end', at - 4] : ['', at + 4];
  return [
    `<path class="line thin now s-quiet" d="M${at} ${labelAt - 10}V${plot.bottom}"/>`,
    `<text class="f-quiet halo ${anchor}" x="${x}" y="${labelAt}">${escapeHtml(harmless(text, 24))}</text>`,
  ];
}
