import type { Labels } from '../../alert/alert.ts';

/**
 * Of several series the one that is about the same thing: all labels that both have agree. The one with most of them in common
 * is meant; one without labels is about everything.
 *
 * @returns undefined where there is none, or more than one.
 */
export function agreeing<Labelled extends { readonly labels: Labels }>(
  labels: Labels,
  others: readonly Labelled[],
): Labelled | undefined {
  let [best, most, isAlone] = [undefined as Labelled | undefined, -1, false];
  for (const other of others) {
    const shared = sharedLabels(labels, other.labels);
    if (shared < most || shared < 0) continue;
    [isAlone, best, most] = [shared > most, other, shared];
  }
  return isAlone ? best : undefined;
}

/** How many labels both have; -1 where they are about different things. */
function sharedLabels(labels: Labels, other: Labels): number {
  const names = Object.keys(other).filter((name) => name !== '__name__');
  const common = names.filter((name) => Object.hasOwn(labels, name));
  if (common.some((name) => labels[name] !== other[name])) return -1;
  return common.length > 0 || names.length === 0 ? common.length : -1;
}
