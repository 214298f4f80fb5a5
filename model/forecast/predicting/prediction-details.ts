import { durationInWords } from '../../text/duration.ts';
import { escapeMarkdown, onOneLine, shorten, withinBytes } from '../../text/markdown.ts';
import type { Prediction } from '../prediction.ts';
import type { PredictionRecord, PredictionStatus } from './prediction-record.ts';
import { statusOf } from './prediction-record.ts';
import { groundsAsMarkdown, groundsInWords, predictionInWords } from './prediction-words.ts';

/** The Temporal UI fetches its rendering by a query string, which common proxies cut at 8 KB. */
const maxBytes = 4_000;

/**
 * What an operator sees of a prediction at a glance in the Temporal UI, as Markdown: what is expected, how far it is, and
 * what is waited for. Every piece of foreign text is escaped and short.
 */
export function predictionDetails(record: PredictionRecord): string {
  const { prediction, forecasts, against, ignored, heardAtMs } = record;
  if (!prediction) return `**watching** · nothing was predicted yet${ignoredInWords(ignored)}`;
  const lines = [
    `**${statusOf(record)}** · ${escaped(predictionInWords(prediction, heardAtMs), 300)}`,
    '',
    `As of ${clock(heardAtMs)}: ${groundsAsMarkdown(groundsInWords(prediction))}`,
    '',
    `Awaited: ${awaited(record, prediction)}`,
    '',
    `Incident: ${escaped(prediction.incident, 200)}`,
    '',
    `${forecasts} forecasts told, the last ${against} in a row against it${ignoredInWords(ignored)}`,
    ...judged(record),
  ];
  return withinBytes(lines, maxBytes).join('\n');
}

/** What the memo shows to whoever asks how a prediction stands, without a worker. Bounded and plain. */
export interface PredictionNotice {
  readonly status: PredictionStatus;
  readonly madeAtMs: number;
  readonly everyMs: number;
  readonly value: number;
  readonly isReached: boolean;
  /** When the limit is expected to be reached; null where it is not. */
  readonly crossingMs: number | null;
  /** When it was raised first, and until when that is held against what happens; null where it was not. */
  readonly claim?: HeldClaim | null;
}

/** That a limit is going to be reached. Times are in milliseconds since 1970. */
export interface HeldClaim {
  readonly raisedAtMs: number;
  readonly untilMs: number;
}

/** Reads what a memo carried; undefined unless it has the right shape. */
export function readPredictionNotice(value: unknown): PredictionNotice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    status,
    madeAtMs,
    everyMs,
    value: measured,
    isReached,
    crossingMs,
    claim = null,
  } = value as Record<string, unknown>;
  const isRead =
    typeof status === 'string' &&
    [madeAtMs, everyMs, measured].every(Number.isFinite) &&
    typeof isReached === 'boolean' &&
    (crossingMs === null || Number.isFinite(crossingMs)) &&
    (claim === null || isClaim(claim));
  return isRead ? (value as PredictionNotice) : undefined;
}

function isClaim(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { raisedAtMs, untilMs } = value as Record<string, unknown>;
  return [raisedAtMs, untilMs].every(Number.isFinite);
}

function awaited(record: PredictionRecord, { terms }: Prediction): string {
  const { raised, opensAtMs, claim, judgement } = record;
  if (raised && judgement) return 'forecasts without it, after its time';
  if (raised) return `what its incident does about it${raised.urgent ? '' : `; urgent ${ahead(terms.urgentWithinMs)}`}`;
  if (judgement) return 'nothing';
  if (claim) return `the truth, until ${clock(claim.judgedAtMs)}`;
  if (opensAtMs !== null)
    return `its hours, which begin at ${clock(opensAtMs)}; raised at once ${ahead(terms.urgentWithinMs)}`;
  const surely = `${Math.round(terms.confidence * 100)} %`;
  return `a forecast that is sure enough (${surely}), and leaves ${durationInWords(terms.leastLeadMs)}`;
}

function ahead(ms: number): string {
  return `from ${durationInWords(ms)} ahead`;
}

function judged({ judgement }: PredictionRecord): readonly string[] {
  if (!judgement) return [];
  const when = judgement.crossedAtMs === null ? '' : ` at ${clock(judgement.crossedAtMs)}`;
  return ['', `Outcome: **${judgement.outcome}**${when}`];
}

function ignoredInWords(count: number): string {
  return count === 0 ? '' : `; ${count} messages could not be read`;
}

function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function escaped(text: string, maxLength: number): string {
  return escapeMarkdown(shorten(onOneLine(text), maxLength));
}
