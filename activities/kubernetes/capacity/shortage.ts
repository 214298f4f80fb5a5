import type { V1Pod } from '@kubernetes/client-node';

/** Whether a pod waits because no node takes it. */
export function isUnschedulable({ status }: V1Pod): boolean {
  const isRefused = status?.conditions?.some(
    ({ type, status: is, reason }) => type === 'PodScheduled' && is === 'False' && reason === 'Unschedulable',
  );
  return status?.phase === 'Pending' && isRefused === true;
}
