import type { Alert } from '../alert/alert.ts';
import { alertName } from '../alert/alert.ts';
import type { TrackedAlerts } from '../alert/tracked-alerts.ts';
import { isFiring } from '../alert/tracked-alerts.ts';
import { groundsAsMarkdown } from '../forecast/predicting/prediction-words.ts';
import { readPredictiveAlert } from '../forecast/predicting/predictive-alert.ts';
import type { Target } from '../target.ts';
import { durationInWords } from '../text/duration.ts';
import { onOneLine, shorten, withinBytes } from '../text/markdown.ts';

/** An alert that came true what was predicted in the same incident. */
export interface Foreseen {
  readonly alert: string;
  /** The workflow id of the prediction. */
  readonly prediction: string;
  /** How long before the alert fired it was raised, in milliseconds. */
  readonly leadMs: number;
}

const maxLineLength = 300;
const maxNameLength = 100;
const maxShown = 3;
const maxShownBytes = 900;

/** What is predicted now, for people: what, when and how surely, then what stands behind it. Plain lines. */
export function predictedLines(alerts: TrackedAlerts): readonly string[] {
  return Object.values(alerts)
    .filter(isFiring)
    .flatMap(({ detail }) => (detail && readPredictiveAlert(detail)) ?? [])
    .slice(0, maxShown)
    .flatMap(({ summary, grounds }) => [`predicted: ${summary}`, grounds])
    .map((line) => shorten(onOneLine(line), maxLineLength));
}

/** The same as Markdown for a page of the Temporal UI; none where nothing is predicted. */
export function predictedDetails(alerts: TrackedAlerts): readonly string[] {
  const lines = predictedLines(alerts).map((line) => `- ${groundsAsMarkdown(line)}`);
  return lines.length === 0 ? [] : ['', '**Predicted**', '', ...withinBytes(lines, maxShownBytes)];
}

/**
 * Whether an alert tells of what was predicted: it is about the target of a prediction that fires in the same incident.
 *
 * @param alerts those of the incident before it.
 * @returns null where nobody had predicted it.
 */
export function foreseenIn(alerts: TrackedAlerts, alert: Alert, target: Target | null): Foreseen | null {
  if (alert.source === 'nightshift' || target === null) return null;
  const leads = Object.values(alerts).flatMap((tracked) => {
    const predicted = isFiring(tracked) && tracked.detail ? readPredictiveAlert(tracked.detail) : null;
    const leadMs = Date.parse(alert.startsAt) - Date.parse(tracked.firedAt);
    return predicted?.target === target && leadMs > 0 ? [{ prediction: predicted.id, leadMs }] : [];
  });
  const [first] = leads.toSorted((a, b) => b.leadMs - a.leadMs);
  return first ? { alert: shorten(alertName(alert), maxNameLength), ...first } : null;
}

/** For people: `predicted 8 h 40 min before`. */
export function foreseenInWords({ alert, leadMs }: Foreseen): string {
  return `${alert} was predicted ${durationInWords(leadMs)} before`;
}

/** What the timeline says of one delivery: the name of its alert, and of a prediction what it says. */
export function deliveryInWords(alert: Alert): string {
  const predicted = alert.source === 'nightshift' ? readPredictiveAlert(alert) : null;
  return predicted ? `${alertName(alert)}: ${predicted.summary}` : alertName(alert);
}
