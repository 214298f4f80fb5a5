import type { V1Pod } from '@kubernetes/client-node';

/** Whether a pod keeps data on its node, which are lost when it goes. */
export function hasLocalData({ spec }: V1Pod): boolean {
  return (spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined);
}
