import type { Check, CheckResult } from '../model/remediation/check.ts';
import { overallHealth } from '../model/remediation/check.ts';
import type { CheckDependencies } from './contracts/check-runner.ts';
import { checks } from './checks/index.ts';
import { failure } from './contracts/failure.ts';

/** The activities that look at targets and change nothing. */
export function createCheckingActivities(deps: CheckDependencies) {
  const run = async (check: Check): Promise<CheckResult> => ({ ...check, ...(await checks[check.check](check, deps)) });

  return {
    runCheck: run,

    /** Fails as `NotHealthyYet` until every check is healthy; the retry policy sets the pace. */
    async awaitHealthy({ checks: wanted }: { readonly checks: readonly Check[] }): Promise<CheckResult[]> {
      const results = await Promise.all(wanted.map(run));
      if (overallHealth(results) === 'healthy') return results;
      throw failure('NotHealthyYet', results.map(({ summary }) => summary).join('; '));
    },
  };
}
