import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { CheckResult } from '../../model/remediation/check.ts';
import { overallHealth } from '../../model/remediation/check.ts';
import { untilProven } from '../activity-profiles.ts';
import { runChecks } from '../runbook/steps.ts';
import { hasType, throwCancellation } from './failures.ts';
import type { RemediationRun } from './run.ts';

/** Whether the target becomes healthy and stays so, as independent checks see it; unknown is not healthy. */
export async function proveHealth(run: RemediationRun): Promise<boolean> {
  if (run.isCutShort) return false;
  run.show({ phase: 'verifying' });
  void run.tell('verifying');
  const results = await watch(run);
  if (run.isCutShort) return false;
  const healthy = overallHealth(results) === 'healthy';
  run.note(healthy ? 'verified' : 'not-verified', results.map(({ summary }) => summary).join('; '));
  return healthy;
}

async function watch(run: RemediationRun): Promise<readonly CheckResult[]> {
  const { holdMs, checks: looks, ...policy } = run.order.policy.verification;
  const withinMs = policy.withinMs + Math.max(0, ...run.proof.map(({ extraMs = 0 }) => extraMs));
  const proving = proxyActivities<Activities>(untilProven(withinMs + holdMs));
  const scope = new CancellationScope();
  run.stopWatching = () => scope.cancel();
  try {
    return await scope.run(() =>
      proving.proveHealth.executeWithOptions({ summary: 'must become and stay healthy' }, [
        { checks: run.proof, withinMs, holdMs, looks },
      ]),
    );
  } catch (error) {
    if (run.isCutShort && isCancellation(error)) return [];
    throwCancellation(error);
    if (hasType(error, 'HealthNotProven')) return error.cause.details?.[0] as readonly CheckResult[];
    // Giving up on the wait proves nothing, for instance after a worker's outage: one more look decides.
    return runChecks(run.proof);
  }
}
