/** One series of a history: what Prometheus would have scraped. */
export interface PastSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** By time. */
  readonly samples: Iterable<{ readonly atMs: number; readonly value: number }>;
}

/** Writes series in the OpenMetrics format, a piece for each, with the times of the samples. */
export function* openMetricsOf(series: Iterable<PastSeries>): Generator<string> {
  for (const { name, labels, samples } of series) {
    const written = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
    const lines = Array.from(
      samples,
      ({ atMs, value }) => `${name}{${written.join(',')}} ${numberOf(value)} ${atMs / 1_000}\n`,
    );
    yield lines.join('');
  }
  yield '# EOF\n';
}

function escaped(value: string): string {
  return value.replace(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}

function numberOf(value: number): string {
  return Math.abs(value) === Infinity ? `${value > 0 ? '+' : '-'}Inf` : String(value);
}
