import type { ActionName } from '../model/names.ts';
import type { ObjectRef } from '../model/kubernetes/object.ts';
import { isNamespaceName, isObjectName, objectTarget } from '../model/kubernetes/object.ts';
import type { CheckResult } from '../model/remediation/check.ts';
import type { Diagnosis } from '../model/remediation/diagnosis.ts';
import type { Action, Settings } from '../model/remediation/plan.ts';

/** More lines are not told to people, and more pods are not replaced by one plan. */
const most = { lines: 40, pods: 20 } as const;

/** A diagnosis of nothing but what checks have found. */
export function conclude(checks: readonly CheckResult[]): Diagnosis {
  return {
    conclusion: checks.map(({ summary }) => summary).join('; '),
    details: checks.flatMap(({ details = [] }) => details).slice(0, most.lines),
    checks,
    logs: null,
  };
}

/** One fact of a check; empty where it has none. */
export function factOf(result: CheckResult | undefined, name: string): string {
  return result?.facts?.[name] ?? '';
}

/** The same action on each of these pods, which are named in one text. What could be no pod is left out. */
export function podActions(
  action: ActionName,
  object: Pick<ObjectRef, 'cluster'> | null,
  namespace: string | null,
  pods: string,
  settings?: Settings,
): readonly Action[] {
  if (!object || namespace === null || !isNamespaceName(namespace)) return [];
  return pods
    .split(' ')
    .filter(isObjectName)
    .slice(0, most.pods)
    .map((name) => ({
      action,
      target: objectTarget({ cluster: object.cluster, namespace, kind: 'Pod', name }),
      ...(settings ? { settings } : {}),
    }));
}
