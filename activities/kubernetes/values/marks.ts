import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { ActionName } from '../../../model/names.ts';

/**
 * An action leaves on the object how often it has changed it, in the same request that changes it. So the object itself
 * says whether a change that was never heard of has happened.
 */
function annotationOf(action: ActionName): string {
  return `nightshift.io/${action}`;
}

const undone = ' undone';
const unmarked = '0';

/** The mark of an action on an object; `0` where there is none. */
export function markOf(metadata: V1ObjectMeta | undefined, action: ActionName): string {
  const mark = metadata?.annotations?.[annotationOf(action)] ?? unmarked;
  return /^\d{1,6}(?: undone)?$/.test(mark) ? mark : unmarked;
}

/** The mark that the next change leaves. */
export function nextMark(mark: string): string {
  return String(Number.parseInt(mark, 10) + 1);
}

/** The mark that is left when the change with a mark is taken back. */
export function undoneMark(mark: string): string {
  return `${mark}${undone}`;
}

/** How often an action has changed an object and was not taken back. */
export function changesIn(mark: string): number {
  return Number.parseInt(mark, 10) - (mark.endsWith(undone) ? 1 : 0);
}

/** The part of a patch that leaves a mark. */
export function marking(action: ActionName, mark: string): { readonly annotations: Readonly<Record<string, string>> } {
  return { annotations: { [annotationOf(action)]: mark } };
}
