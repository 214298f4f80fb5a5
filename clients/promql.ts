import type { Labels } from '../model/alert/alert.ts';

const metricName = /^[A-Za-z_:][A-Za-z0-9_:]*$/;
const labelName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Writes a selector of exactly these labels: `up{instance="web-1:9100"}`. Whatever stands in a value stays one.
 * This is the one place of the project that writes PromQL from text that comes from outside.
 *
 * @throws RangeError for a name that PromQL does not know without quotes, and for a selector without labels, which would
 *   mean everything.
 */
export function selectorOf(metric: string, labels: Labels): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${checked(name, labelName)}=${quoted(value)}`);
  if (matchers.length === 0) throw new RangeError('a selector without labels would mean every series');
  return `${checked(metric, metricName)}{${matchers.join(',')}}`;
}

/** Longer ones are not taken by every proxy. */
const maxQueryLength = 6_000;

/**
 * Narrows a query to series that have these labels, whatever it consists of: to not many more than these, so that whoever
 * wants no others has to look. Labels whose values tell the most of them apart are named first, as far as there is room.
 */
export function onlySeries(query: string, wanted: readonly Labels[]): string {
  const names = tellingNames(wanted);
  const narrowed = names.map((_, index) => narrowedBy(query, wanted, names.slice(0, index + 1)));
  return narrowed.findLast((text) => text.length <= maxQueryLength + query.length) ?? narrowed[0] ?? query;
}

/** The labels by which series differ, those with the most values first; of a single one all. */
function tellingNames(wanted: readonly Labels[]): readonly string[] {
  const names = new Set(wanted.flatMap((labels) => Object.keys(labels)));
  names.delete('__name__');
  const counts = [...names]
    .filter((name) => labelName.test(name))
    .map((name) => ({ name, values: new Set(wanted.map((labels) => labels[name] ?? '')).size }));
  return counts
    .filter(({ values }) => values > 1 || wanted.length === 1)
    .toSorted((one, other) => other.values - one.values)
    .map(({ name }) => name);
}

function narrowedBy(query: string, wanted: readonly Labels[], names: readonly string[]): string {
  const each = wanted.map((labels) =>
    // A dollar would mean a part of what was matched; a label that is not there is an empty one.
    names.reduce((vector, name) => {
      const value = quoted((labels[name] ?? '').replaceAll('$', '$$$$'));
      return `label_replace(${vector},"${name}",${value},"","")`;
    }, 'vector(1)'),
  );
  // What the query ends in may be a comment.
  return `(${query}\n) and on (${names.join(',')}) (${[...new Set(each)].join(' or ')})`;
}

function checked(name: string, pattern: RegExp): string {
  if (!pattern.test(name)) throw new RangeError('a metric or a label has a name that PromQL does not know');
  return name;
}

/** Everything but plain letters, digits and harmless marks is written by its number, which has one meaning only. */
function quoted(value: string): string {
  const inside = value.toWellFormed().replace(/[^ !#-[\]-~]/gu, (mark) => {
    const code = mark.codePointAt(0) ?? 0;
    return String.raw`\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${inside}"`;
}
