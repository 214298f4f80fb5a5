import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import type { ActionName } from '../../model/names.ts';
import type { ObjectRef } from '../../model/kubernetes/object.ts';
import { isNamespaceName, isObjectName, objectTarget } from '../../model/kubernetes/object.ts';
import type { Action, Settings } from '../../model/remediation/plan.ts';

/** More pods are not replaced by one plan. */
const mostPods = 20;

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
    .slice(0, mostPods)
    .map((name) => ({
      action,
      target: objectTarget({ cluster: object.cluster, namespace, kind: 'Pod', name }),
      ...(settings ? { settings } : {}),
    }));
}
