import type { Severity } from '../alert/alert.ts';
import { gravest, severities } from '../alert/alert.ts';
import type { Report } from '../incident/report.ts';
import { isAmount, isObject, isOneOf, isText, isTextOrNull } from '../shapes.ts';
import { onOneLine, shorten } from '../text/markdown.ts';

/** A report that stands in a digest in place of going out by itself. */
export interface Gathered {
  /** Of its message: gathered twice it counts once. */
  readonly id: string;
  /** One of the kinds of reports; those of later releases too. */
  readonly kind: string;
  readonly severity: Severity;
  readonly incident: string;
  /** Where people see the incident; null where nobody has said how they reach the Temporal UI. */
  readonly page: string | null;
}

/** What was gathered in one window; plain data that survives continue-as-new. */
export interface DigestBook {
  /** How many of each kind and severity. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is newest on each incident, the gravest ones where there are too many. */
  readonly incidents: readonly Gathered[];
  /** Incidents that had to make room. */
  readonly left: number;
  /** Ids of messages, the newest ones of this window and of those before. */
  readonly ids: readonly string[];
}

export const emptyDigest: DigestBook = { counts: {}, incidents: [], left: 0, ids: [] };

const maxIncidents = 100;
const maxIncidentsShown = 20;
const maxIds = 1_000;
const maxKinds = 50;
const maxIdLength = 200;
const maxPageLength = 500;

/** What needs people stands above what is over. */
const firstKinds = ['escalated', 'approval-needed'];

/** @returns undefined unless it has the right shape; too long texts are shortened. */
export function readGathered(value: unknown): Gathered | undefined {
  if (!isObject(value)) return undefined;
  const { id, kind, severity, incident, page } = value;
  if (!isText(id) || id.length > maxIdLength || !isText(kind) || !isText(incident)) return undefined;
  if (!isOneOf(severities, severity) || !isTextOrNull(page)) return undefined;
  return {
    id,
    kind: shorten(onOneLine(kind), 50),
    severity: severity as Severity,
    incident: shorten(onOneLine(incident), 300),
    page: page !== null && page.length <= maxPageLength ? onOneLine(page) : null,
  };
}

/** How many reports it takes the place of. */
export function countOf({ counts }: DigestBook): number {
  return Object.values(counts).reduce((sum, count) => sum + (isAmount(count) ? count : 0), 0);
}

/** Enters a report; one that is in the book already changes nothing. */
export function gather(book: DigestBook, report: Gathered): DigestBook {
  if (book.ids.includes(report.id)) return book;
  const key = countKey(report);
  const isKnown = Object.hasOwn(book.counts, key) || Object.keys(book.counts).length < maxKinds;
  const counted = isKnown ? key : countKey({ ...report, kind: 'other' });
  const others = book.incidents.filter(({ incident }) => incident !== report.incident);
  const incidents = [...others, report].toSorted(byGravity);
  return {
    counts: { ...book.counts, [counted]: (book.counts[counted] ?? 0) + 1 },
    incidents: incidents.slice(0, maxIncidents),
    left: book.left + Math.max(0, incidents.length - maxIncidents),
    ids: [...book.ids, report.id].slice(-maxIds),
  };
}

/** The next window: empty, but for what has been told already. */
export function nextWindow({ ids }: DigestBook): DigestBook {
  return { ...emptyDigest, ids };
}

/** What could not be told goes into the window that has begun meanwhile. */
export function together(untold: DigestBook, since: DigestBook): DigestBook {
  const counts = { ...untold.counts };
  for (const [key, count] of Object.entries(since.counts)) counts[key] = (counts[key] ?? 0) + count;
  const newer = new Set(since.incidents.map(({ incident }) => incident));
  const kept = untold.incidents.filter(({ incident }) => !newer.has(incident));
  const incidents = [...kept, ...since.incidents].toSorted(byGravity);
  return {
    counts,
    incidents: incidents.slice(0, maxIncidents),
    left: untold.left + since.left + Math.max(0, incidents.length - maxIncidents),
    ids: since.ids,
  };
}

/**
 * Writes the one message that takes the place of many.
 *
 * @param name what stands where other reports name their incident: one digest has always the same.
 * @param lost reports of earlier digests that the channel never took.
 */
export function digestReport(name: string, book: DigestBook, lost: number): Report {
  const total = countOf(book);
  const shown = book.incidents.slice(0, maxIncidentsShown);
  const notShown = book.incidents.length - shown.length + book.left;
  const approvals = book.incidents.filter(({ kind }) => kind === 'approval-needed').length;
  const lines = shown.map(
    ({ kind, severity, incident, page }) => `${severity} ${kind}: ${incident}${page ? ` ${page}` : ''}`,
  );
  return {
    kind: 'digest',
    incident: name,
    target: null,
    runbook: null,
    severity: gravest(book.incidents.map(({ severity }) => severity)),
    title: `${total} ${total === 1 ? 'message' : 'messages'} in one: ${totalsOf(book).join(', ')}`,
    firing: [],
    story: linesOf(book),
    asks:
      approvals > 0
        ? [`${approvals} plans wait for an approval: each incident says how, and nightshift incidents lists them`]
        : [],
    details: [
      ...lines,
      ...(notShown > 0 ? [`and ${notShown} more: nightshift incidents lists them all`] : []),
      ...(lost > 0 ? [`${lost} messages before these could not be delivered`] : []),
    ],
    findings: [],
    logs: null,
  };
}

function byGravity(one: Gathered, other: Gathered): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) || urgency(one.kind) - urgency(other.kind)
  );
}

function urgency(kind: string): number {
  const place = firstKinds.indexOf(kind);
  return place < 0 ? firstKinds.length : place;
}

function countKey({ kind, severity }: Pick<Gathered, 'kind' | 'severity'>): string {
  return `${kind}, ${severity}`;
}

/** Such as `3 escalated`, the most urgent kinds first. */
function totalsOf({ counts }: DigestBook): readonly string[] {
  const totals = new Map<string, number>();
  for (const [key, count] of Object.entries(counts)) {
    const kind = key.slice(0, key.lastIndexOf(', '));
    totals.set(kind, (totals.get(kind) ?? 0) + count);
  }
  const sorted = [...totals].toSorted(([one], [other]) => urgency(one) - urgency(other));
  return sorted.map(([kind, count]) => `${count} ${kind}`);
}

function linesOf({ counts }: DigestBook): readonly string[] {
  const sorted = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  return sorted.map(([key, count]) => `${count} × ${key}`);
}
