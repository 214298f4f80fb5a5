import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { quantityOf } from '../../../model/kubernetes/quantity.ts';

/** How large a claim is, in bytes: what was asked for, or what it has where that is more. */
export function claimSize(claim: V1PersistentVolumeClaim): number {
  return Math.ceil(Math.max(askedOf(claim), capacityOf(claim)));
}

/** What a claim really has, in bytes; 0 while it has nothing. */
export function capacityOf({ status }: V1PersistentVolumeClaim): number {
  return quantityOf(status?.capacity?.['storage']) ?? 0;
}

/** Whether the class of a claim lets volumes grow. */
export async function allowsExpansion(api: Cluster, { spec }: V1PersistentVolumeClaim): Promise<boolean> {
  const name = spec?.storageClassName;
  if (!name) return false;
  const storageClass = await api.get('StorageClass', { namespace: null, name });
  return storageClass?.allowVolumeExpansion === true;
}

/** Whether a claim is on its way to another size. */
export function isResizing(claim: V1PersistentVolumeClaim): boolean {
  const { status } = claim;
  const isTold = status?.conditions?.some(({ type, status: is }) => isOfResizing(type) && is === 'True') ?? false;
  return (
    isTold || Object.keys(status?.allocatedResourceStatuses ?? {}).length > 0 || askedOf(claim) > capacityOf(claim)
  );
}

/** What a claim asks for, in bytes. */
function askedOf({ spec }: V1PersistentVolumeClaim): number {
  return quantityOf(spec?.resources?.requests?.['storage']) ?? 0;
}

function isOfResizing(type: string): boolean {
  return type === 'Resizing' || type === 'FileSystemResizePending';
}
