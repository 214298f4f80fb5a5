import type { Alert } from '../alert/alert.ts';
import { fingerprintOf } from '../alert/fingerprint.ts';
import { normaliseTimestamp } from '../alert/timestamp.ts';
import { canonicalPath } from '../target.ts';

/** News of a storm in one failure domain. */
export interface StormNews {
  readonly domain: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly lasts: boolean;
}

const stormAlertName = 'NightshiftStorm';

/** The key of the incident that stands for a whole storm, so that people hear of it once. */
export function stormIncidentKey({ domain }: StormNews): string {
  return canonicalPath('storm', domain);
}

/** The alert by which a storm becomes an incident like any other. */
export function stormAlert({ domain, since, lasts }: StormNews, now: string): Alert {
  const labels = { alertname: stormAlertName, domain, severity: 'critical' };
  return {
    source: 'nightshift',
    fingerprint: fingerprintOf(labels),
    status: lasts ? 'firing' : 'resolved',
    labels,
    annotations: { summary: `Too much is sick at once in ${domain}: new repairs wait.` },
    startsAt: normaliseTimestamp(since) ?? since,
    endsAt: lasts ? null : (normaliseTimestamp(now) ?? now),
  };
}

/** Whether an alert tells of a storm. */
export function isStormAlert({ labels }: Pick<Alert, 'labels'>): boolean {
  return labels['alertname'] === stormAlertName;
}
