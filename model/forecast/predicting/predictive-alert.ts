import type { Alert, Labels } from '../../alert/alert.ts';
import { fingerprintOf } from '../../alert/fingerprint.ts';
import { normaliseTimestamp } from '../../alert/timestamp.ts';
import type { AlertDetail } from '../../alert/tracked-alerts.ts';
import { isPredictionId } from '../running/ids.ts';
import { maskedLine } from '../../text/masked-line.ts';
import type { Prediction } from '../prediction.ts';
import { marks } from './marks.ts';
import { everyMsOf, latestMsOf } from './outlook.ts';
import { groundsInWords, predictionInWords } from './prediction-words.ts';

/** How a prediction stands towards its incident. */
interface PredictiveEpisode {
  /** The workflow id of the prediction. */
  readonly id: string;
  readonly urgent: boolean;
  readonly startsAtMs: number;
  /** Null while it fires. */
  readonly endsAtMs: number | null;
  /** Why it fires no more; null while it fires. */
  readonly because: string | null;
}

/** The alert by which a prediction becomes an incident like any other. */
export function predictiveAlert(prediction: Prediction, episode: PredictiveEpisode, nowMs: number): Alert {
  const labels = labelsOf(prediction, episode.urgent);
  const { id, startsAtMs, endsAtMs, because } = episode;
  const { target, madeAtMs, terms } = prediction;
  return {
    source: 'nightshift',
    fingerprint: fingerprintOf(labels),
    status: endsAtMs === null ? 'firing' : 'resolved',
    labels,
    annotations: {
      ...terms.annotations,
      summary: because ?? predictionInWords(prediction, nowMs),
      description: groundsInWords(prediction),
      [marks.prediction]: id,
      [marks.target]: target ?? '',
      [marks.madeAt]: String(madeAtMs),
      [marks.latest]: String(latestMsOf(prediction)),
      [marks.everyMs]: String(everyMsOf(prediction)),
      [marks.recedesAfter]: String(terms.recedesAfter),
    },
    startsAt: timestamp(startsAtMs),
    endsAt: endsAtMs === null ? null : timestamp(endsAtMs),
  };
}

/** What a predictive alert tells. */
export interface PredictiveAlert {
  /** The workflow id of the prediction. */
  readonly id: string;
  readonly target: string;
  readonly summary: string;
  readonly grounds: string;
  readonly madeAtMs: number;
  /** When the limit is reached at the latest, in milliseconds since 1970. */
  readonly latestMs: number;
  readonly everyMs: number;
  readonly recedesAfter: number;
}

/** Reads an alert as a prediction; null where it is none. */
export function readPredictiveAlert({ annotations }: Pick<AlertDetail, 'annotations'>): PredictiveAlert | null {
  const id = annotations[marks.prediction] ?? '';
  const madeAtMs = Number(annotations[marks.madeAt]);
  const latestMs = Number(annotations[marks.latest]);
  const everyMs = Number(annotations[marks.everyMs]);
  const recedesAfter = Number(annotations[marks.recedesAfter]);
  if (!isPredictionId(id) || ![madeAtMs, latestMs, everyMs, recedesAfter].every(Number.isFinite)) return null;
  const { summary = '', description: grounds = '' } = annotations;
  return { id, target: annotations[marks.target] ?? '', summary, grounds, madeAtMs, latestMs, everyMs, recedesAfter };
}

/** The prediction among alerts; null where none of them is one. */
export function predictionAmong(alerts: readonly Pick<AlertDetail, 'annotations'>[]): PredictiveAlert | null {
  return alerts.map(readPredictiveAlert).find((alert) => alert !== null) ?? null;
}

function labelsOf({ series, terms }: Prediction, urgent: boolean): Labels {
  const { __name__: _metric, ...own } = series;
  const owner = terms.owner === null ? {} : { owner: terms.owner };
  const severity = urgent ? 'warning' : 'info';
  const labels = { ...own, ...terms.labels, ...owner, severity, alertname: terms.alertname };
  return Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, maskedLine(text, maxLabelLength)]));
}

/** What the door lets a label have. */
const maxLabelLength = 1_024;

function timestamp(ms: number): string {
  const iso = new Date(ms).toISOString();
  return normaliseTimestamp(iso) ?? iso;
}
