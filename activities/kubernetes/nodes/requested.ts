import type { V1Pod } from '@kubernetes/client-node';
import { formatBytes } from '../../../model/text/bytes.ts';

const scales: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

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

function amount(quantity = '0'): number {
  const [, digits = '0', unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return Number(digits) * (scales[unit] ?? 1);
}
