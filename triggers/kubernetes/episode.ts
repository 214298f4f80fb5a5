import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Alert } from '../../model/alert/alert.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import { normaliseTimestamp } from '../../model/alert/timestamp.ts';
import { isWatchedAlertName, watchedAlerts, watchedKinds } from '../../model/kubernetes/watching/watched-alerts.ts';
import type { ObjectId, Symptom } from './symptom.ts';

/** One firing period of an alert: the same for whoever raises it. */
export interface Episode {
  readonly symptom: Symptom;
  readonly startsAt: number;
  /** When the state was found gone; null while it is there. */
  readonly endsAt: number | null;
}

/** The cluster of alerts that name none. */
const defaultCluster = 'default';

/** Bytes that episodes may take as text: Kubernetes takes 256 KiB of annotations in all. */
const maxBytes = 192 * 1024;
/** The same, unpacked. */
const maxUnpackedBytes = 8 * 1024 * 1024;

const Record = z.object({
  key: z.string().max(1_000),
  object: z
    .string()
    .max(300)
    .refine((text): text is ObjectId => watchedKinds.some((kind) => text.startsWith(`${kind}/`))),
  alertname: z.string().refine(isWatchedAlertName),
  labels: z.record(z.string().max(100), z.string().max(500)),
  startsAt: z.int().min(0),
});

/** The alert of an episode, as it is told to an incident. */
export function alertOf({ symptom, startsAt, endsAt }: Episode, cluster: string, forMs: number): Alert {
  const { alertname, summary } = symptom;
  const labels = {
    alertname,
    severity: watchedAlerts[alertname].severity,
    ...(cluster === defaultCluster ? {} : { cluster }),
    ...symptom.labels,
  };
  return {
    source: 'kubernetes',
    fingerprint: fingerprintOf(labels),
    status: endsAt === null ? 'firing' : 'resolved',
    labels,
    annotations: { summary, nightshift_for: `${Math.ceil(forMs / 1_000)}s` },
    startsAt: asTimestamp(startsAt),
    endsAt: endsAt === null ? null : asTimestamp(endsAt),
  };
}

/** Episodes as a text that is small enough to be an annotation. What there is no room for is left out, and counted. */
export function packEpisodes(episodes: readonly Episode[]): { readonly text: string; readonly leftOut: number } {
  const records = episodes.map(({ symptom: { key, object, alertname, labels }, startsAt }) => ({
    key,
    object,
    alertname,
    labels,
    startsAt,
  }));
  for (let count = records.length; ; count = Math.floor(count * 0.8)) {
    const text = gzipSync(JSON.stringify(records.slice(0, count))).toString('base64');
    if (text.length <= maxBytes) return { text, leftOut: records.length - count };
  }
}

/** Reads what {@link packEpisodes} wrote; null for anything else. */
export function unpackEpisodes(text: string): readonly Episode[] | null {
  try {
    const unpacked = gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: maxUnpackedBytes }).toString();
    const records = z.array(Record).safeParse(JSON.parse(unpacked)).data;
    return records?.map(({ startsAt, ...known }) => ({ symptom: asSymptom(known), startsAt, endsAt: null })) ?? null;
  } catch {
    return null;
  }
}

function asSymptom(known: Pick<Symptom, 'key' | 'object' | 'alertname' | 'labels'>): Symptom {
  return { ...known, since: null, summary: 'raised before this trigger took over', explainedBy: [], onlyGoesOn: false };
}

function asTimestamp(time: number): string {
  const text = new Date(time).toISOString();
  return normaliseTimestamp(text) ?? text;
}
