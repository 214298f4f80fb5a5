import type { Labels } from './alert.ts';

/**
 * What labels must be: each named label equal to the value, or to one of the values. Regular
 * expressions are left out on purpose: label text is hostile and a slow one would hold up every alert.
 */
export type LabelMatcher = Readonly<Record<string, string | readonly string[]>>;

/** Whether every label named by the matcher has one of the wanted values. An empty matcher matches nothing. */
export function matchesLabels(matcher: LabelMatcher, labels: Labels): boolean {
  const wanted = Object.entries(matcher);
  if (wanted.length === 0) return false;
  return wanted.every(([name, values]) => {
    const actual = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (actual === undefined) return false;
    return typeof values === 'string' ? values === actual : values.includes(actual);
  });
}
