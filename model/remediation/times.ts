import type { AttemptPolicy } from './policy.ts';

/** What a repair may need beyond the waits that the policy names: looking, acting, undoing, retries of each. */
const spareMs = 10 * 60 * 1_000;

/**
 * How long a whole repair may take, in milliseconds: the runbook's own time, and every wait that the
 * policy allows on top. Beyond it the engine gives up, and its place among the repairs is free again.
 */
export function repairTimeMs(
  { verification, approval, patienceMs }: Pick<AttemptPolicy, 'verification' | 'approval' | 'patienceMs'>,
  runbookMs: number,
): number {
  return runbookMs + 2 * patienceMs + approval.deadlineMs + verification.withinMs + verification.holdMs + spareMs;
}
