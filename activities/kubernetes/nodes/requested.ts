import type { V1Pod } from '@kubernetes/client-node';
import { quantityOf } from '../../../model/kubernetes/quantity.ts';
import { formatBytes } from '../../../model/text/bytes.ts';

/** What pods have asked for, of what a node has to give. */
export function requestsInWords(pods: readonly V1Pod[], allocatable: Readonly<Record<string, string>>): string {
  const requested = (resource: string) =>
    pods
      .flatMap(({ spec }) => spec?.containers ?? [])
      .reduce((sum, { resources }) => sum + amount(resources?.requests?.[resource]), 0);
  const cpu = `${requested('cpu').toFixed(1)} of ${amount(allocatable['cpu']).toFixed(1)} CPUs`;
  const memory = `${formatBytes(requested('memory'))} of ${formatBytes(amount(allocatable['memory']))} of memory`;
  return `requested: ${cpu}, ${memory}`;
}

function amount(text: string | undefined): number {
  return quantityOf(text) ?? 0;
}
