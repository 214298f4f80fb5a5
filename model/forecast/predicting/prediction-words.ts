import { objectOf } from '../../kubernetes/object.ts';
import type { Target } from '../../target.ts';
import { partsOfTarget } from '../../target.ts';
import { formatBytes } from '../../text/bytes.ts';
import { chanceInWords } from '../../text/chance.ts';
import { durationInWords } from '../../text/duration.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import { maskedLine } from '../../text/masked-line.ts';
import type { Crossing } from '../crossing.ts';
import type { Prediction } from '../prediction.ts';

const maxLength = 300;
/** What stands behind a prediction is longer where another model stands in. */
const maxGroundsLength = 450;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** For people: `disk /data on db-3 is full in 9 h ± 2 h (92 %)`; without a crossing, what it no longer does. */
export function predictionInWords(prediction: Prediction, nowMs: number): string {
  const { crossing } = prediction;
  const subject = `${subjectInWords(prediction)} ${endOf(prediction)}`;
  if (!crossing)
    return maskedLine(`${subject}: not expected within ${durationInWords(prediction.horizonMs)}`, maxLength);
  const chance = chanceInWords(crossing.probability);
  return maskedLine(`${subject} ${whenInWords(crossing, nowMs)} (${chance})`, maxLength);
}

/** What stands behind it: the model, the times by the clock, and the picture. */
export function groundsInWords({ model, standIn, value, unit, crossing, picture, terms }: Prediction): string {
  const instead = standIn === undefined ? '' : ` in place of the configured model, of which ${standIn}`;
  const owner = terms.owner === null ? [] : [`owner: ${terms.owner}`];
  const seen = picture === null ? [] : [`picture: ${picture}`];
  const parts = [
    `forecast by ${model}${instead}`,
    `now ${amountInWords(value, unit)}`,
    ...times(crossing),
    ...owner,
    ...seen,
  ];
  return maskedLine(parts.join('; '), maxGroundsLength);
}

/** The address of one of our own pictures, at the end of what stands behind a prediction. */
const pictureAtEnd = /^(.*picture: )(https?:\/\/[\w.:-]+(?:\/[\w.-]+)*\/evidence\/forecast-[0-9a-f]{32}\.svg)$/;

/** What stands behind a prediction as Markdown; only the address of a picture of ours becomes a link. */
export function groundsAsMarkdown(grounds: string): string {
  const [, before, address] = pictureAtEnd.exec(grounds) ?? [];
  if (before === undefined || address === undefined) return escapeMarkdown(grounds);
  return `${escapeMarkdown(before)} [open](${address})`;
}

/** A quantity with its unit: `90 %`, `18.4 GB`, `400 requests/s`. */
function amountInWords(value: number, unit: string | null): string {
  if (unit === 'bytes' && value >= 0) return formatBytes(value);
  const short = Number(value.toPrecision(4));
  if (unit === 'percent') return `${short} %`;
  return unit === null ? `${short}` : `${short} ${unit}`;
}

/** What it is about: `disk /data on db-3`. */
export function subjectInWords({ target, series, forecast }: Prediction): string {
  const disk = target === null ? null : diskOf(target);
  if (disk) return `disk ${disk.path} on ${disk.host}`;
  const object = target === null ? null : objectOf(target);
  if (object)
    return `${forecast} of ${object.kind} ${object.namespace === null ? '' : `${object.namespace}/`}${object.name}`;
  if (target !== null) return `${forecast} of ${target}`;
  const labels = Object.entries(series).filter(([name]) => name !== '__name__');
  return labels.length === 0 ? forecast : `${forecast} of ${labels.map((pair) => pair.join('=')).join(', ')}`;
}

/** The disk of a host that a target is; null for any other. */
function diskOf(target: Target): { readonly host: string; readonly path: string } | null {
  const [kind, host = '', part, path, ...more] = partsOfTarget(target) ?? [];
  return kind === 'host' && part === 'disk' && path !== undefined && more.length === 0 ? { host, path } : null;
}

/** Full is what has nothing left; any other limit is told as it is. */
function endOf({ target, limit: { direction, value }, unit }: Prediction): string {
  const isRoom = target !== null && (diskOf(target) !== null || objectOf(target)?.kind === 'PersistentVolumeClaim');
  const isEnd = direction === 'above' ? unit === 'percent' && value >= 100 : value <= 0;
  if (isRoom && isEnd) return 'is full';
  return `is ${direction} ${amountInWords(value, unit)}`;
}

function whenInWords({ atMs, earliestMs, latestMs }: Crossing, nowMs: number): string {
  const leadMs = atMs - nowMs;
  if (leadMs <= 0) return 'about now';
  const lead = about(leadMs);
  if (latestMs === null) return `in ${lead}, at the earliest in ${about(Math.max(0, earliestMs - nowMs))}`;
  const marginMs = Math.max(latestMs - atMs, atMs - earliestMs);
  return marginMs < minute ? `in ${lead}` : `in ${lead} ± ${about(marginMs)}`;
}

/** No more exactly than anybody believes: to ten minutes beyond two hours, to hours beyond two days. */
function about(ms: number): string {
  const grain = ms > 2 * day ? hour : ms > 2 * hour ? 10 * minute : minute;
  return durationInWords(Math.max(minute, Math.round(ms / grain) * grain));
}

function times(crossing: Crossing | null): readonly string[] {
  if (!crossing) return [];
  const { atMs, earliestMs, latestMs } = crossing;
  const latest = latestMs === null ? 'later than can be said' : clock(latestMs);
  return [`expected at ${clock(atMs)}, between ${clock(earliestMs)} and ${latest}`];
}

/** `2026-01-01 18:20 UTC`. */
function clock(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
