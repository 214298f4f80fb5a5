import type { FoundObject } from '../../described/clusters.ts';

/** What stands in facts where no autoscaler decides. */
export const noAutoscaler = 'none';

/** The name of the autoscaler that decides how many replicas a workload has. */
export async function autoscalerOf({ api, kind, namespace, name }: FoundObject): Promise<string> {
  const { items, isWhole } = await api.list('HorizontalPodAutoscaler', { namespace });
  const own = items.find(({ spec }) => spec?.scaleTargetRef.kind === kind && spec.scaleTargetRef.name === name);
  // With more of them than are read there may be one.
  return own?.metadata?.name ?? (isWhole ? noAutoscaler : 'that may be among too many to read');
}
