import { shortNumber } from '../../model/text/quantity.ts';
import { isWrittenAtTicks, shownUnit, timeAxis, valueAxis } from './axes.ts';
import { chartOf, plot } from './chart.ts';
import { styleSheet } from './style.ts';
import { verdictOf } from './verdict.ts';
import type { Pictured } from './view.ts';
import { valuesOf, viewOf } from './view.ts';
import { escapeHtml } from '../../model/text/html.ts';
import { harmless } from './xml.ts';

const width = 960;
const height = 440;
/** More could not be told apart. */
const maxPoints = 800;

/**
 * Draws a forecast as SVG: the past before it, what is expected, its interval, the limit and when it is reached.
 * A pure function: the same picture for the same forecast. It holds no script and nothing from elsewhere, all text in it is
 * masked, shortened and escaped, and its size does not grow with the series.
 */
export function forecastPicture(pictured: Pictured): string {
  const view = viewOf(pictured, maxPoints);
  const title = harmless(pictured.title, 80);
  const verdict = verdictOf(pictured);
  const values = [...valuesOf(view), ...(view.limit === null ? [] : [view.limit])];
  const x = timeAxis(view.fromMs, view.toMs, plot.left, plot.right);
  const unit = shownUnit(pictured.series.unit);
  const y = valueAxis(values, isWrittenAtTicks(unit) ? unit : null, plot.bottom, plot.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title verdict">`,
    `<title id="title">${escapeHtml(title)}</title>`,
    `<desc id="verdict">${escapeHtml(verdict)}</desc>`,
    `<style>${styleSheet}</style>`,
    `<rect class="f-ground" width="${width}" height="${height}" rx="8"/>`,
    `<text class="title f-ink" x="24" y="34">${escapeHtml(title)}</text>`,
    `<text class="verdict ${pictured.crossing ? 'f-danger' : 'f-quiet'}" x="24" y="57">${escapeHtml(verdict)}</text>`,
    ...(unit === null || isWrittenAtTicks(unit)
      ? []
      : [`<text class="f-quiet" x="24" y="${plot.top - 16}">${escapeHtml(unit)}</text>`]),
    ...chartOf(pictured, view, x, y),
    ...legend(pictured),
    '</svg>',
    '',
  ].join('\n');
}

/** What the lines are, and how far the forecast may be trusted. */
function legend({ forecast }: Pictured): readonly string[] {
  const y = height - 18;
  const interval = `${Number((100 * forecast.level).toFixed(1))} % interval`;
  return [
    `<path class="line s-past" d="M24 ${y - 4}h20"/>`,
    `<text class="f-quiet" x="50" y="${y}">measured</text>`,
    `<path class="line expected s-future" d="M132 ${y - 4}h20"/>`,
    `<text class="f-quiet" x="158" y="${y}">expected</text>`,
    `<rect class="band f-future" x="236" y="${y - 10}" width="20" height="12" rx="2"/>`,
    `<text class="f-quiet" x="262" y="${y}">${escapeHtml(interval)}</text>`,
    `<text class="f-quiet end" x="${plot.right}" y="${y}">${escapeHtml(provenance(forecast))}</text>`,
  ];
}

function provenance({ model, chosen, seasons, backtest }: Pictured['forecast']): string {
  const by = chosen === null ? model : `${model} (${harmless(chosen, 60)})`;
  // Without a season the naive forecast of a single step is the measure, which says nothing of one far ahead.
  const isComparable = backtest.mase !== null && seasons.length > 0;
  const error = !isComparable ? '' : ` · error ${shortNumber(backtest.mase)} × seasonal naive`;
  return `${by}${error} · UTC`;
}
