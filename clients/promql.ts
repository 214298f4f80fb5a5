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
