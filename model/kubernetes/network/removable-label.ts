import type { PodState } from '../workloads/pod-state.ts';
import { selects } from './pod-state.ts';

/** What decides by which label a pod may leave a Service. */
interface LabelQuestion {
  readonly pod: Pick<PodState, 'labels'>;
  /** The Service's own. */
  readonly selector: Readonly<Record<string, string>>;
  /** The labels that the pod's controller knows it by; null where it has none, and nobody would miss it. */
  readonly ownerKeys: readonly string[] | null;
  /** The selectors of the other Services of the namespace, by name. */
  readonly others: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The labels by which network policies select, each with the name of one that does. */
  readonly policies: ReadonlyMap<string, string>;
}

/** The label without which a pod leaves one Service and nothing else changes, or why there is none. */
export type RemovableLabel = { readonly label: string; readonly value: string } | { readonly because: string };

/**
 * Chooses a label that only the Service needs. One that the pod's controller knows it by would cost the pod its owner,
 * one that another Service selects by would take it out there as well, and one that a network policy selects by would open
 * or close paths.
 */
export function removableLabel({ pod, selector, ownerKeys, others, policies }: LabelQuestion): RemovableLabel {
  if (!selects(selector, pod)) return { because: 'the Service does not select the pod' };
  const keys = Object.keys(selector).toSorted();
  const free = keys.filter((key) => !ownerKeys?.includes(key));
  if (free.length === 0)
    return { because: `its controller knows it by the same labels as the Service (${keys.join(', ')})` };
  const usersOf = (key: string): readonly string[] =>
    Object.entries(others)
      .filter(([, other]) => key in other && selects(other, pod))
      .map(([name]) => name);
  const unused = free.filter((key) => usersOf(key).length === 0);
  const label = unused.find((key) => !policies.has(key));
  if (label === undefined && unused[0] !== undefined)
    return { because: `the network policy ${policies.get(unused[0])} selects by the same label (${unused[0]})` };
  if (label === undefined) return { because: `the Service ${usersOf(free[0] ?? '')[0]} selects it by the same label` };
  return { label, value: pod.labels[label] ?? '' };
}
