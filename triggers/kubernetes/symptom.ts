import type { Labels } from '../../model/alert/alert.ts';
import type { WatchedAlertName, WatchedKind } from '../../model/kubernetes/watching/watched-alerts.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** One object among all of a cluster. A pod that follows another by the same name is another object. */
export type ObjectId = `${WatchedKind}/${string}`;

/** Which symptom of which object; of which part of it where it has several. */
export type SymptomKey = string;

/** A state of an object that becomes an alert where it lasts. */
export interface Symptom {
  readonly key: SymptomKey;
  readonly object: ObjectId;
  readonly alertname: WatchedAlertName;
  /** As the rule of the same name has them, without its name, its severity and the cluster. */
  readonly labels: Labels;
  /** Since when, in milliseconds, as far as the object itself tells; null where it does not. */
  readonly since: number | null;
  /** One line for people, masked. */
  readonly summary: string;
  /** Symptoms that explain this one: it is not raised while one of them is there. */
  readonly explainedBy: readonly SymptomKey[];
  /** Whether it only goes on: what people have taken out of service is no news, and no end of what was. */
  readonly onlyGoesOn: boolean;
}

const maxSummaryLength = 300;
/** What stands further behind is not looked at. */
const maxReadLength = 4_096;

/** The key of a symptom. */
export function symptomKey(alertname: WatchedAlertName, object: ObjectId, part = ''): SymptomKey {
  return `${alertname} ${object} ${part}`;
}

/** Makes a symptom. */
export function symptom(
  alertname: WatchedAlertName,
  object: ObjectId,
  given: Pick<Symptom, 'labels' | 'since' | 'summary'> &
    Partial<Pick<Symptom, 'explainedBy' | 'onlyGoesOn'>> & { readonly part?: string },
): Symptom {
  const { labels, since, summary, explainedBy = [], onlyGoesOn = false, part = '' } = given;
  return {
    key: symptomKey(alertname, object, part),
    object,
    alertname,
    labels,
    since,
    summary: summaryOf(summary),
    explainedBy,
    onlyGoesOn,
  };
}

/** A part of a text holds on to all of it in memory, and messages may be long: a copy does not. */
function summaryOf(text: string): string {
  return Buffer.from(maskedLine(text.slice(0, maxReadLength), maxSummaryLength)).toString();
}

/** A time of an object in milliseconds: a watch hands it on as the text that it was written as. */
export function timeOf(value: Date | string | undefined): number | null {
  const time = value === undefined ? Number.NaN : new Date(value).getTime();
  return Number.isNaN(time) ? null : time;
}
