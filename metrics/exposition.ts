import { Registry } from 'prom-client';
import type { MetricsRegistry } from './registry.ts';

/** The content type of everything these functions write. */
export const openMetricsContentType = Registry.OPENMETRICS_CONTENT_TYPE;

const end = '# EOF\n';

/**
 * Writes a registry as OpenMetrics, with the Temporal SDK's own exposition behind it so that one port
 * serves both.
 *
 * @param sdkText what the SDK's exporter serves, in the older text format; empty where there is none.
 */
export async function exposition(registry: MetricsRegistry, sdkText: string): Promise<string> {
  const own = (await registry.metrics()).replace(/# EOF\n?$/, '');
  return `${own.trimEnd()}\n${asOpenMetrics(sdkText)}${end}`;
}

/**
 * Brings the older text format to OpenMetrics. They differ here in one thing only: OpenMetrics names a
 * counter's family without the `_total` of its samples.
 */
export function asOpenMetrics(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '# EOF');
  const counters = new Set(lines.flatMap((line) => /^# TYPE (\S+)_total counter$/.exec(line)?.[1] ?? []));
  const renamed = lines.map((line) =>
    line.replace(/^(# (?:HELP|TYPE) )(\S+)_total /, (whole, intro: string, name: string) =>
      counters.has(name) ? `${intro}${name} ` : whole,
    ),
  );
  return renamed.map((line) => `${line}\n`).join('');
}
