import { z } from 'zod';
import type { Alert } from '../../model/alert/alert.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import { normaliseTimestamp } from '../../model/alert/timestamp.ts';
import { shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';

const maxLabels = 256;
/** Bytes of all label names and values together: labels are the identity of an alert and cannot be cut. */
const maxLabelBytes = 16 * 1024;
/** Annotations are only ever shown, so they are cut rather than refused. */
const maxAnnotations = 64;
const maxAnnotationLength = 1_024;
/** Bytes of all annotations as JSON, in which one character may take six. */
const maxAnnotationBytes = 64 * 1024;

/**
 * What is read of a webhook body, whoever sends it: Alertmanager of any version, Grafana, scripts.
 * Unknown fields are left alone and `version` is not asked for. Alerts are read one by one, so that a
 * bad one does not take its group with it.
 */
export const AlertmanagerBody = z.object({
  alerts: z.array(z.unknown(), 'the body has no list of alerts').min(1, 'the list of alerts is empty'),
  truncatedAlerts: z.int().min(0).optional().catch(undefined),
});

const Labels = z.record(z.string(), z.string());

const Timestamp = z.string().transform((text, context) => {
  const time = normaliseTimestamp(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'is not an RFC 3339 time' });
  return z.NEVER;
});

/** One alert of a body, brought to Nightshift's form. */
export const AlertmanagerAlert = z
  .object({
    status: z.enum(['firing', 'resolved']),
    labels: Labels.refine((labels) => Object.keys(labels).length > 0, 'has no label')
      .refine((labels) => Object.keys(labels).length <= maxLabels, `has more than ${maxLabels} labels`)
      .refine((labels) => bytesOf(labels) <= maxLabelBytes, `is larger than ${maxLabelBytes} bytes`),
    annotations: Labels.nullish().transform((annotations) => cutAnnotations(annotations ?? {})),
    startsAt: Timestamp.refine((time) => time !== null, 'is the zero time'),
    endsAt: Timestamp.nullish(),
    fingerprint: z.string().nullish(),
  })
  .transform(({ status, labels, annotations, startsAt, endsAt, fingerprint }): Alert => {
    const start = startsAt ?? '';
    return {
      source: 'alertmanager',
      status,
      labels,
      annotations,
      fingerprint: fingerprint && /^[0-9a-f]{16}$/.test(fingerprint) ? fingerprint : fingerprintOf(labels),
      startsAt: start,
      // A resolution that names no end closes the period that it names by its start.
      endsAt: status === 'firing' ? null : (endsAt ?? start),
    };
  });

function bytesOf(labels: Readonly<Record<string, string>>): number {
  return Object.entries(labels).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}

function cutAnnotations(annotations: Readonly<Record<string, string>>): Record<string, string> {
  let room = maxAnnotationBytes;
  const kept = Object.entries(annotations)
    .slice(0, maxAnnotations)
    .map(([name, value]) => [shorten(name, 200), shorten(maskSecrets(value), maxAnnotationLength)] as const)
    .filter((annotation) => {
      room -= Buffer.byteLength(JSON.stringify(annotation));
      return room >= 0;
    });
  return Object.fromEntries(kept);
}
