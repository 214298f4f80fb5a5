import type { AlertDetail } from '../model/alert/tracked-alerts.ts';
import { isObjectName } from '../model/kubernetes/object.ts';
import type { CheckResult } from '../model/remediation/check.ts';
import type { Diagnosis } from '../model/remediation/diagnosis.ts';

const mostDetails = 40;

/** What checks of an object have found out, as a diagnosis. */
export function diagnosisOf(checks: readonly CheckResult[]): Diagnosis {
  return {
    conclusion: checks.map(({ summary }) => summary).join('; '),
    details: checks.flatMap(({ details = [] }) => details).slice(0, mostDetails),
    checks,
    logs: null,
  };
}

/**
 * What alerts name by a label, where it is a name that an object can have; null where they do not, or name several.
 * Labels are hostile: no other text of theirs gets into a plan.
 */
export function namedBy(alerts: readonly Pick<AlertDetail, 'labels'>[], label: string): string | null {
  const names = new Set(alerts.flatMap(({ labels }) => labels[label] ?? []));
  const [name, ...others] = names;
  return name !== undefined && others.length === 0 && isObjectName(name) ? name : null;
}

/** Whether one of the alerts has one of these names. */
export function areCalled(alerts: readonly Pick<AlertDetail, 'labels'>[], names: readonly string[]): boolean {
  return alerts.some(({ labels }) => names.includes(labels['alertname'] ?? ''));
}
