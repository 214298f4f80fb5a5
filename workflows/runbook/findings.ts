import type { CheckResult } from '../../model/remediation/check.ts';
import type { Diagnosis } from '../../model/remediation/diagnosis.ts';

/** More lines are not told to people. */
const mostDetails = 40;

/** What checks have found out, as a diagnosis. */
export function diagnosisOf(checks: readonly CheckResult[]): Diagnosis {
  return {
    conclusion: checks.map(({ summary }) => summary).join('; '),
    details: checks.flatMap(({ details = [] }) => details).slice(0, mostDetails),
    checks,
    logs: null,
  };
}

/** One fact of a check; empty where it has none. */
export function factOf(result: CheckResult | undefined, name: string): string {
  return result?.facts?.[name] ?? '';
}
