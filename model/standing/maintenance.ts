import type { Period } from '../local-time/periods.ts';
import { openingAfter, periodsOpenAt } from '../local-time/periods.ts';
import type { Weekly } from '../local-time/weekly.ts';
import type { RunbookName } from '../names.ts';
import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';

export type { Weekly } from '../local-time/weekly.ts';
export { weekdays } from '../local-time/weekly.ts';

/** A time in which Nightshift does not act; what the window leaves out it means all of. */
export interface MaintenanceWindow {
  readonly name: string;
  /** A canonical target or the beginning of one, in which `*` stands for any one part. */
  readonly target: string | null;
  readonly runbook: RunbookName | null;
  readonly when: Weekly | Absolute;
}

/** Once. The beginning belongs to the window, the end does not. Both ISO 8601 with an offset. */
interface Absolute {
  readonly kind: 'absolute';
  readonly from: string;
  readonly to: string;
}

/** A window that is open, and when it closes, in milliseconds since the epoch. */
interface OpenWindow {
  readonly window: MaintenanceWindow;
  readonly endsAtMs: number;
}

/**
 * The window that holds for a repair at this moment; of several the one that closes last. Weekly windows
 * are reckoned with the time zone data of the machine, so this is for activities: in a workflow another
 * version of that data could tell a replay something else.
 *
 * @throws RangeError for a time zone that does not exist.
 */
export function windowAt(
  windows: readonly MaintenanceWindow[],
  { target, runbook }: { readonly target: Target; readonly runbook: RunbookName },
  nowMs: number,
): OpenWindow | undefined {
  return windows
    .filter((window) => window.target === null || matchesTarget(window.target, target))
    .filter((window) => window.runbook === null || window.runbook === runbook)
    .flatMap((window) => periodsAt(window.when, nowMs).map(({ toMs }) => ({ window, endsAtMs: toMs })))
    .reduce<OpenWindow | undefined>((last, open) => (last && last.endsAtMs >= open.endsAtMs ? last : open), undefined);
}

/**
 * When a weekly window is open next: now where it is, null where it never is. For activities too.
 *
 * @throws RangeError for a time zone that does not exist.
 */
export function nextOpeningOf(window: Weekly, nowMs: number): number | null {
  const opensMs = openingAfter(window, nowMs);
  return Number.isFinite(opensMs) ? opensMs : null;
}

function periodsAt(when: MaintenanceWindow['when'], nowMs: number): readonly Period[] {
  if (when.kind === 'weekly') return periodsOpenAt(when, nowMs);
  const [fromMs, toMs] = [Date.parse(when.from), Date.parse(when.to)];
  return fromMs <= nowMs && nowMs < toMs ? [{ fromMs, toMs }] : [];
}
