import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { chartsOf } from '../../activities/reviewing/charts.ts';
import { createPrometheusClient } from '../../clients/prometheus.ts';
import { readIncident } from '../../clients/temporal/incident-directory.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import { incidentPage } from '../../model/notices/page.ts';
import { reviewAsHtml } from '../../model/review/html.ts';
import { reviewAsMarkdown } from '../../model/review/markdown.ts';
import type { Review } from '../../model/review/review.ts';
import { reviewOf } from '../../model/review/review.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import type { CliContext } from '../context.ts';
import { UsageError, print } from '../context.ts';
import { withClient } from '../temporal.ts';

interface ReportOptions {
  readonly format: string;
  readonly into?: string;
}

/** How long Prometheus may take for one picture. */
const chartDeadlineMs = 10_000;

/** `nightshift incidents report NAME`. */
export function addIncidentReportCommand(incidents: Command, context: CliContext): void {
  incidents
    .command('report')
    .description('write the post-incident report of one incident')
    .argument('<name>', 'its name as the list shows it, or its workflow id')
    .option('--format <format>', 'md or html', 'md')
    .option('--into <file>', 'where to; pictures of Markdown are laid beside it. The terminal unless given')
    .action(async (name: string, { format, into }: ReportOptions) => {
      if (format !== 'md' && format !== 'html') throw new UsageError('--format is md or html');
      const review = await reviewFor(name, context);
      const text = format === 'html' ? reviewAsHtml(review) : reviewAsMarkdown(review, await picturesOf(review, into));
      if (into === undefined) return print(text.trimEnd());
      await write(into, text);
      print(`written: ${into}`);
    });
}

async function reviewFor(name: string, context: CliContext): Promise<Review> {
  const config = loadConfig(context.configFile(), context.env);
  return withClient(context, async (client) => {
    const record = await readIncident(client, name);
    if (!record) throw new UsageError(`there is no incident ${onOneLine(name)}: see nightshift incidents list`);
    const page = incidentPage(config.links.temporal, client.options.namespace, record.key);
    const charts = await chartsOf(record, { ...config.reviews, prometheus: prometheusOf(config) }, Date.now());
    return reviewOf(record, charts, page);
  });
}

function prometheusOf({ prometheus }: Config): ReturnType<typeof createPrometheusClient> | null {
  return prometheus && createPrometheusClient({ ...prometheus, deadlineMs: chartDeadlineMs });
}

/** Markdown cannot hold a picture itself: they are laid beside it, under its name. */
async function picturesOf({ charts }: Review, into: string | undefined): Promise<readonly string[] | null> {
  if (into === undefined) return null;
  const files = charts.map((_, index) => `${into.replace(/\.md$/, '')}-${index + 1}.svg`);
  await Promise.all(charts.map(({ svg }, index) => write(files[index] ?? into, svg)));
  return files.map((file) => basename(file));
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written: ${error.code ?? 'error'}`);
  });
}
