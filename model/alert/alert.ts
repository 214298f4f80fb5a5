/** A set of names and values as monitoring systems attach them: untrusted text on both sides. */
export type Labels = Readonly<Record<string, string>>;

/** Where alerts are received; one entry per folder in `triggers/` that does. */
export const webhookSources = ['alertmanager'] as const;

/** What comes in by the door: that, and what the watch over clusters sees. */
export const doorSources = [...webhookSources, 'kubernetes'] as const;

/** Where an alert came from: one of those, or Nightshift itself. */
export const alertSources = [...doorSources, 'nightshift'] as const;
export type AlertSource = (typeof alertSources)[number];

export const severities = ['critical', 'warning', 'info', 'none'] as const;
export type Severity = (typeof severities)[number];

/** One normalised firing or resolved alert of any source. All text in it is hostile until escaped. */
export interface Alert {
  readonly source: AlertSource;
  /** 16 hexadecimal digits over all labels: the identity of the alert across deliveries. */
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Start of this firing period, as {@link normaliseTimestamp} writes it. */
  readonly startsAt: string;
  /** End of this firing period; null while it fires. */
  readonly endsAt: string | null;
}

/** The alert's name, or a placeholder where the sender gave none. */
export function alertName(alert: Pick<Alert, 'labels'>): string {
  return alert.labels['alertname'] ?? 'unnamed alert';
}

/** Who asked for the alert, as a drill or a tool says by a label; null where nobody did. */
export function requesterOf({ labels }: Pick<Alert, 'labels'>): string | null {
  return labels['requested_by'] || null;
}

const severityWords: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  crit: 'critical',
  page: 'critical',
  emergency: 'critical',
  error: 'warning',
  warning: 'warning',
  warn: 'warning',
  info: 'info',
  information: 'info',
  none: 'none',
};

/** The severity label in Nightshift's closed set; a missing or foreign word counts as `warning`. */
export function severityOf(alert: Pick<Alert, 'labels'>): Severity {
  const word = alert.labels['severity']?.toLowerCase() ?? '';
  return Object.hasOwn(severityWords, word) ? (severityWords[word] ?? 'warning') : 'warning';
}

/** The gravest of the given severities; `none` for an empty list. */
export function gravest(list: readonly Severity[]): Severity {
  return severities.find((severity) => list.includes(severity)) ?? 'none';
}
