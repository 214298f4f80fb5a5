import { demotionInWords, shareInWords } from '../../model/forecast/scoring/scorebook-details.ts';
import type { ModelScore, ScorebookNotice } from '../../model/forecast/scoring/scorebook-notice.ts';
import { durationInWords } from '../../model/text/duration.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import { tableOf } from '../table.ts';

type Scorebooks = Readonly<Record<string, ScorebookNotice>>;

const outcomes = [
  'FORECAST',
  'MODEL',
  'PREDICTIONS',
  'CAME TRUE',
  'AVERTED',
  'RECEDED',
  'FALSE ALARM',
  'UNKNOWN',
  'MISSED',
];
const figures = [
  'FORECAST',
  'MODEL',
  'PRECISION',
  'RECALL',
  'LEAD P50',
  'ERROR P50',
  'VALUES',
  'IN INTERVAL',
  'NEAR',
  'FAR',
  'MASE',
];

/** How good forecasts are, for people. */
export function scoreLines(scorebooks: Scorebooks, nowMs: number): readonly string[] {
  const scored = Object.entries(scorebooks).flatMap(([forecast, { models }]) =>
    models.map((score) => ({ forecast: onOneLine(forecast), score })),
  );
  if (scored.length === 0) {
    return [
      'Nothing was scored yet. A forecast is compared as soon as what it was made for has been measured, and a prediction when its time is over.',
    ];
  }
  const demotions = Object.entries(scorebooks).flatMap(([forecast, notice]) =>
    notice.demotions
      .filter(({ untilMs }) => untilMs > nowMs)
      .map((demotion) => `  ${onOneLine(forecast)}: ${onOneLine(demotionInWords(demotion))}`),
  );
  return [
    ...tableOf([outcomes, ...scored.map(({ forecast, score }) => [forecast, score.model, ...countsOf(score)])]),
    '',
    ...tableOf([figures, ...scored.map(({ forecast, score }) => [forecast, score.model, ...figuresOf(score)])]),
    ...(demotions.length > 0 ? ['', 'Demoted', ...demotions] : []),
  ];
}

function countsOf({ outcomes: counts, missed }: ModelScore): readonly string[] {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const each = [counts['came-true'], counts.averted, counts.receded, counts['false-alarm'], counts.unknown];
  return [all, ...each, missed].map(String);
}

function figuresOf(score: ModelScore): readonly string[] {
  const { precision, recall, medianLeadMs, medianErrorMs, compared, scaledError } = score;
  return [
    shareInWords(precision),
    shareInWords(recall),
    timeInWords(medianLeadMs),
    timeInWords(medianErrorMs),
    String(compared),
    shareInWords(score.coverage),
    shareInWords(score.nearCoverage),
    shareInWords(score.farCoverage),
    scaledError === null ? '-' : scaledError.toFixed(2),
  ];
}

function timeInWords(ms: number | null): string {
  return ms === null ? '-' : durationInWords(ms);
}
