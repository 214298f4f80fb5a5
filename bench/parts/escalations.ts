import { measureApprovals } from '../escalations/approvals.ts';
import type { DueAtOnce } from '../escalations/due-at-once.ts';
import { measureDueAtOnce } from '../escalations/due-at-once.ts';
import type { Figure } from '../report.ts';
import type { BenchServer } from '../servers.ts';
import { percentile } from '../statistics.ts';

const count = 100;
/** In the midst of the pages. */
const killAfterMs = 300;
const approvals = 40;

/** Escalations that are due at the same second, and how fast an approval is followed. */
export async function measureEscalations(server: BenchServer): Promise<readonly Figure[]> {
  const calm = await measureDueAtOnce(server, count, null);
  const killed = await measureDueAtOnce(server, count, killAfterMs);
  const approved = await measureApprovals(server, approvals);
  const title = (share: number): string =>
    `from the approval to the begin of the action, p${share * 100} of ${approvals}`;
  return [
    ...describe('two workers', calm),
    ...describe('one of two workers killed meanwhile', killed),
    ...[0.5, 0.95, 0.99].map((share): Figure => ({
      what: title(share),
      unit: 'ms',
      value: percentile(approved, share),
      ...(share === 0.95 ? { wanted: { below: 1_000 } } : {}),
    })),
  ];
}

function describe(when: string, { latenciesMs, repeated }: DueAtOnce): readonly Figure[] {
  const title = (what: string): string => `${count} due at once, ${when}: ${what}`;
  return [
    { what: title('arrived'), unit: 'pages', value: latenciesMs.length, wanted: { atLeast: count } },
    { what: title('arrived once more under the same id'), unit: 'pages', value: repeated },
    { what: title('to arrival, p50'), unit: 'ms', value: percentile(latenciesMs, 0.5) },
    { what: title('to the last arrival'), unit: 'ms', value: Math.max(...latenciesMs), wanted: { below: 5_000 } },
  ];
}
