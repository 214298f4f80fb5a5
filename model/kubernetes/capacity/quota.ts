import { parseQuantity } from '../quantity.ts';

/** One resource of a quota, as the API writes it. */
export interface QuotaLine {
  readonly quota: string;
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
}

/** From here on a quota is almost full; the alert has the same number. */
const almost = 90;
const mostNamed = 3;
const refusal = /(?:exceeded|failed) quota: ([a-z0-9.-]+)/i;

/** The quota because of which something was refused, as a controller says it; null where it says nothing of one. */
export function quotaOfRefusal(message: string): string | null {
  return refusal.exec(message)?.[1] ?? null;
}

/** How much of a resource is used, in percent; null where it cannot be read, or nothing of it may be used. */
function percentOf({ used, hard }: QuotaLine): number | null {
  const [part, whole] = [parseQuantity(used), parseQuantity(hard)];
  return part === null || whole === null || whole === 0 ? null : Math.round((part / whole) * 100);
}

/** One line about a resource of a quota. */
export function describeLine(line: QuotaLine): string {
  const percent = percentOf(line);
  return `${line.quota}: ${line.resource} ${line.used} of ${line.hard}${percent === null ? '' : ` (${percent} %)`}`;
}

/** The resources of quotas that are almost full or full, fullest first. */
export function fullLines(lines: readonly QuotaLine[]): readonly QuotaLine[] {
  const share = (line: QuotaLine): number => percentOf(line) ?? 0;
  return lines.filter((line) => share(line) >= almost).toSorted((one, other) => share(other) - share(one));
}

/**
 * What the quotas of a namespace come to, in one sentence; people decide about them.
 *
 * @param kept who was kept from making objects, such as `ReplicaSet web`.
 */
export function concludeQuotas(lines: readonly QuotaLine[], kept: readonly string[]): string {
  const full = fullLines(lines);
  const names = [
    ...kept.slice(0, mostNamed),
    ...(kept.length > mostNamed ? [`${kept.length - mostNamed} others`] : []),
  ];
  const failing = kept.length === 0 ? '' : `; ${names.join(', ')} could not make objects within the last hour`;
  if (lines.length === 0) return 'the namespace has no quota';
  if (full.length === 0) return `no quota of the namespace is almost full${failing}`;
  return `${full.slice(0, 3).map(describeLine).join('; ')}${failing}`;
}
