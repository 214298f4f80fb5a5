const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  summary: ['', '_count', '_sum', '_created'],
  info: ['_info'],
  unknown: [''],
};

const sampleLine =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (?:[+-]?(?:\d[\d.]*(?:e[+-]?\d+)?|Inf)|NaN)(?: \d+(?:\.\d+)?)?$/i;

/**
 * Checks a text against the rules of OpenMetrics 1.0 that a scraper would trip over: one end, families
 * in one piece and with one type, sample names that fit the type, no sample twice.
 */
export function problemsIn(text: string): readonly string[] {
  const problems: string[] = [];
  if (!text.endsWith('\n# EOF\n')) problems.push('does not end in # EOF');
  const lines = text.split('\n').slice(0, -2);
  const types = new Map<string, string>();
  const seen = new Set<string>();
  let family = '';
  for (const line of lines) {
    const [, kind, name = '', rest = ''] = /^# (TYPE|HELP|UNIT) (\S+) ?(.*)$/.exec(line) ?? [];
    if (kind) {
      if (name !== family && types.has(name)) problems.push(`family in two pieces: ${line}`);
      if (kind === 'TYPE') types.set(name, rest);
      if (rest === 'counter' && name.endsWith('_total')) problems.push(`counter family with _total: ${line}`);
      family = name;
      continue;
    }
    const sample = sampleLine.exec(line)?.[1];
    if (sample === undefined) problems.push(`not a sample: ${line}`);
    else if (!(suffixes[types.get(family) ?? ''] ?? []).some((suffix) => sample === family + suffix))
      problems.push(`sample outside its family ${family}: ${line}`);
    const series = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(series)) problems.push(`sample twice: ${line}`);
    seen.add(series);
  }
  return problems;
}
