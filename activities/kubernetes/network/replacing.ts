import { setTimeout as sleep } from 'node:timers/promises';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { missingReplacement } from '../../../model/kubernetes/network/replacement.ts';
import type { ActionResult, Facts } from '../../../model/remediation/plan.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { changeResult, observing } from '../changing.ts';
import type { PodWorkload } from './pod-workload.ts';

/** How long a replaced pod takes at most until the next one may go. */
export const replacementMs = 3 * 60_000;
/** It is waited for so long; the rest is for the eviction itself. */
const patienceMs = 150_000;
const lookEveryMs = 1_000;

/** What an account needs to have a pod replaced, beside what it needs to see it. */
export const eviction: readonly Permission[] = [
  { group: '', resource: 'pods', verbs: ['get', 'list'] },
  { group: '', resource: 'pods/eviction', verbs: ['create'] },
];

/** What is to be replaced, and what has to be there afterwards. */
interface Replacement {
  readonly uid: string;
  /** As it is before. */
  readonly workload: PodWorkload;
  /** Reads it anew; null where it is gone. */
  readonly read: () => Promise<PodWorkload | null>;
  /** A container that has to be ready in the new pod; null where any pod will do. */
  readonly container: string | null;
  readonly permissions: readonly Permission[];
}

/**
 * Asks for a pod to go as its disruption budgets allow, and waits until another one is ready in its place: what comes
 * after this in a plan must not take the next one before.
 */
export async function replacePod(
  { api, namespace, name }: FoundObject,
  { uid, workload, read, container, permissions }: Replacement,
): Promise<ActionResult> {
  try {
    await api.evict({ namespace, name }, { uid, dryRun: true });
    await api.evict({ namespace, name }, { uid });
  } catch (error) {
    return changeResult(error, permissions);
  }
  const before = new Set(workload.pods.map((pod) => pod.uid));
  const deadline = Date.now() + patienceMs;
  let missing: string | null = 'it was not looked at';
  while (Date.now() < deadline) {
    missing = await stillMissing(read, (now) =>
      missingReplacement(now.pods, { uid }, { before, wanted: now.wanted, container }),
    );
    if (missing === null) return { result: 'done', summary: `${name} was evicted, and its replacement is ready` };
    await sleep(lookEveryMs);
  }
  const words = `${name} was evicted, but after ${patienceMs / 1_000} s ${missing}`;
  return { result: 'failed', summary: maskedLine(words, 300) };
}

/** An API server that is away for a moment only makes the wait longer. */
async function stillMissing(
  read: Replacement['read'],
  judge: (now: PodWorkload) => string | null,
): Promise<string | null> {
  try {
    const now = await read();
    return now === null ? 'its workload is gone' : judge(now);
  } catch (error) {
    if (error instanceof KubernetesError) return error.message;
    throw error;
  }
}

/** What tells a pod from a namesake that came after it. */
export function factsOfPod({ api, namespace, name }: FoundObject): Promise<Facts> {
  return observing(async () => {
    const pod = await api.get('Pod', { namespace, name });
    return { uid: pod?.metadata?.uid ?? 'gone' };
  });
}

/** Whether the pod of a plan has gone or is on its way out. */
export function hasGone({ api, namespace, name }: FoundObject, before: Facts): Promise<'yes' | 'no'> {
  return observing(async () => {
    const pod = await api.get('Pod', { namespace, name });
    return pod?.metadata?.uid !== before['uid'] || pod?.metadata?.deletionTimestamp !== undefined ? 'yes' : 'no';
  });
}
