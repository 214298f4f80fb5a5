import { setTimeout as sleep } from 'node:timers/promises';
import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { Permission } from '../../model/kubernetes/rights/permission.ts';
import type { ActionResult } from '../../model/remediation/plan.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { failure } from '../contracts/failure.ts';

const maxSummary = 500;

/** Controllers write into objects all the time, during a rollout many times a second. */
const mostConflicts = 8;
/** The pause before the next try, times the tries so far. */
const pauseMs = 50;

/** What a change depends on is not as it was: reading it anew does not help. */
export class ChangedObject extends KubernetesError {
  constructor(message: string) {
    super('conflict', message);
  }
}

/**
 * Changes something in a cluster, and says what is known of it. Begun anew where the object was written to between its
 * reading and its change: the change itself has to find out whether that matters.
 *
 * @param change ends with what was done, as one line; throws a `KubernetesError` where nothing was.
 */
export async function changing(
  permissions: readonly Permission[],
  change: () => Promise<string>,
): Promise<ActionResult> {
  for (let conflicts = 0; ; conflicts++) {
    try {
      return { result: 'done', summary: maskedLine(await change(), maxSummary) };
    } catch (error) {
      if (!isOutOfDate(error) || conflicts >= mostConflicts) return changeResult(error, permissions);
      await sleep(pauseMs * (conflicts + 1));
    }
  }
}

/** Whether nothing was changed because the object was written to since it was read. */
function isOutOfDate(error: unknown): boolean {
  if (!(error instanceof KubernetesError) || error instanceof ChangedObject) return false;
  return error.problem === 'conflict' && !error.mayHaveHappened;
}

/** What a failed request says of a change. A bug is no answer, and goes on as it is. */
export function changeResult(error: unknown, permissions: readonly Permission[]): ActionResult {
  if (!(error instanceof KubernetesError)) throw error;
  const { problem, message, mayHaveHappened } = error;
  if (mayHaveHappened) return { result: 'unknown', summary: maskedLine(message, maxSummary) };
  return { result: 'failed', summary: maskedLine(inWords[problem](message, permissions), maxSummary) };
}

type Words = (message: string, permissions: readonly Permission[]) => string;

const inWords: Readonly<Record<KubernetesError['problem'], Words>> = {
  'not-found': (message) => `it is gone: ${message}`,
  conflict: (message) => `changed meanwhile, so nothing was touched: ${message}`,
  forbidden: (message, permissions) =>
    `the account of Nightshift may not do this: ${message}; it needs ${needed(permissions)}, see the roles in deploy/kubernetes`,
  budget: (message) => `a disruption budget has no pod to spare: ${message}`,
  refused: (message) => message,
  unavailable: (message) => message,
};

function needed(permissions: readonly Permission[]): string {
  return permissions
    .map(({ group, resource, verbs }) => `${verbs.join(', ')} on ${resource}${group ? ` (${group})` : ''}`)
    .join('; ');
}

/**
 * Reads what an action depends on. Where the API server does not answer, nothing is known of the object, and that must
 * not count as unchanged.
 *
 * @throws an ApplicationFailure: `ClusterUnavailable`, or `UnsafePlan` where asking again would not help.
 */
export async function observing<Seen>(read: () => Promise<Seen>): Promise<Seen> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    const isFinal = error.problem === 'forbidden' || error.problem === 'refused';
    throw failure(isFinal ? 'UnsafePlan' : 'ClusterUnavailable', maskedLine(error.message, maxSummary));
  }
}
