import type { Labels } from './alert.ts';

/**
 * What labels must be: each named label equal to the value, or to one of the values. Regular
 * expressions are left out on purpose: label text is hostile and a slow one would hold up every alert.
 */
export type LabelMatcher = Readonly<Record<string, string | readonly string[]>>;

/** Whether every label named by the matcher has one of the wanted values. An empty matcher matches nothing. */
export function matchesLabels(matcher: LabelMatcher, labels: Labels): boolean {
  // Names alone: every alert is held against every service, and pairs would be made for nothing.
  const names = Object.keys(matcher);
  return names.length > 0 && names.every((name) => isWanted(matcher[name], name, labels));
}

function isWanted(values: string | readonly string[] | undefined, name: string, labels: Labels): boolean {
  const actual = Object.hasOwn(labels, name) ? labels[name] : undefined;
  if (actual === undefined || values === undefined) return false;
  return typeof values === 'string' ? values === actual : values.includes(actual);
}
