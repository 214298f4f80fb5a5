import { line } from 'd3-shape';
import { chanceInWords } from '../../model/text/chance.ts';
import { quantityInWords } from '../../model/text/quantity.ts';
import { clockOf, dayOf } from '../../model/text/utc.ts';
import type { Axis } from './axes.ts';
import { shownUnit } from './axes.ts';
import type { Point } from './thinning.ts';
import type { Pictured, View } from './view.ts';
import { escapeHtml } from '../../model/text/html.ts';

/** Where the curves are. */
export const plot = { left: 84, right: 936, top: 96, bottom: 370 };

/** Everything between the heading and the legend, from the back to the front. */
export function chartOf(pictured: Pictured, view: View, x: Axis, y: Axis): readonly string[] {
  return [
    ...grid(x, y),
    ...whenReached(pictured, x),
    `<path class="band f-future" d="${bandPath(view, x, y)}"/>`,
    ...limitLine(pictured, view, y),
    ...nowLine(view, x),
    `<path class="line s-past" d="${linePath(view.history, x, y)}"/>`,
    `<path class="line expected s-future" d="${linePath(view.expected, x, y)}"/>`,
    ...crossingMark(pictured, view, x, y),
  ];
}

/** The lines behind the curves, and what stands at the axes. */
export function grid(x: Axis, y: Axis): readonly string[] {
  const { left, right, top, bottom } = plot;
  return [
    ...y.ticks.flatMap(({ at, text }) => [
      `<path class="line thin s-grid" d="M${left} ${round(at)}H${right}"/>`,
      `<text class="figures f-quiet end" x="${left - 12}" y="${round(at + 4)}">${escapeHtml(text)}</text>`,
    ]),
    ...x.ticks.flatMap(({ at, text, isStrong }) => [
      ...(isStrong ? [`<path class="line thin s-grid" d="M${round(at)} ${top}V${bottom}"/>`] : []),
      `<text class="figures middle ${isStrong ? 'strong f-ink' : 'f-quiet'}" x="${round(at)}" y="${bottom + 20}">${escapeHtml(text)}</text>`,
    ]),
  ];
}

/** A curve that is broken at its gaps. */
export function linePath(points: readonly Point[], x: Axis, y: Axis): string {
  const path = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ atMs }) => x.place(atMs))
    .y(({ value }) => y.place(value ?? 0))
    .digits(1);
  return path(points) ?? '';
}

function bandPath({ lower, upper }: View, x: Axis, y: Axis): string {
  // Each edge was thinned to its own extremes: the way there and back makes one shape of both.
  const edge = line<Point>()
    .x(({ atMs }) => x.place(atMs))
    .y(({ value }) => y.place(value ?? 0))
    .digits(1);
  const there = edge(upper) ?? '';
  const back = edge(lower.toReversed()) ?? '';
  return there === '' ? '' : `${there}L${back.slice(1)}Z`;
}

/** The time in which the limit is reached in nine of ten cases. */
function whenReached({ crossing }: Pictured, x: Axis): readonly string[] {
  if (!crossing) return [];
  const from = within(x.place(crossing.earliestMs));
  const to = crossing.latestMs === null ? plot.right : within(x.place(crossing.latestMs));
  const size = `width="${round(Math.max(2, to - from))}" height="${plot.bottom - plot.top}"`;
  return [`<rect class="when f-danger" x="${round(from)}" y="${plot.top}" ${size}/>`];
}

function limitLine({ limit, series }: Pictured, view: View, y: Axis): readonly string[] {
  if (!limit) return [];
  const text = `limit ${quantityInWords(limit.value, shownUnit(series.unit))}`;
  const label = (words: string, at: number): string =>
    `<text class="strong f-danger halo" x="${plot.left + 6}" y="${round(at)}">${escapeHtml(words)}</text>`;
  if (view.limit === null) {
    const isAbove = limit.value > (view.history[0]?.value ?? view.expected[0]?.value ?? 0);
    return [isAbove ? label(`↑ ${text}`, plot.top + 16) : label(`↓ ${text}`, plot.bottom - 8)];
  }
  const at = round(y.place(view.limit));
  const isBelowLine = limit.direction === 'below' && at < plot.bottom - 20;
  return [
    `<path class="line limit s-danger" d="M${plot.left} ${at}H${plot.right}"/>`,
    label(text, isBelowLine ? at + 17 : at - 8),
  ];
}

function nowLine({ nowMs }: View, x: Axis): readonly string[] {
  const at = round(x.place(nowMs));
  return [
    `<path class="line thin now s-quiet" d="M${at} ${plot.top}V${plot.bottom}"/>`,
    `<text class="f-quiet halo middle" x="${at}" y="${plot.top - 6}">last value</text>`,
  ];
}

function crossingMark({ limit, crossing }: Pictured, view: View, x: Axis, y: Axis): readonly string[] {
  if (!limit || !crossing || view.limit === null) return [];
  const [cx, cy] = [round(within(x.place(crossing.atMs))), round(y.place(view.limit))];
  const text = `${dayOf(crossing.atMs)}, ${clockOf(crossing.atMs)} · ${chanceInWords(crossing.probability)}`;
  // Right of the last value, at the end of the plot where the curve is not at that time.
  const textAt = `x="${round(Math.min(plot.right - 76, Math.max(x.place(view.nowMs) + 76, cx)))}" y="${limit.direction === 'above' ? plot.bottom - 12 : plot.top + 20}"`;
  return [
    `<circle class="f-danger s-ground" cx="${cx}" cy="${cy}" r="6" stroke-width="2.5"/>`,
    `<text class="strong figures middle f-danger halo" ${textAt}>${escapeHtml(text)}</text>`,
  ];
}

/** A place within the plot. */
export function within(at: number): number {
  return Math.max(plot.left, Math.min(plot.right, at));
}

/** To a tenth of the picture's units, which nobody sees. */
export function round(at: number): number {
  return Math.round(at * 10) / 10;
}
