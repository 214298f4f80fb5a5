import type { Command } from 'commander';
import type { Client } from '@temporalio/client';
import type { IncidentSummary } from '../../clients/incident-directory.ts';
import { listIncidents, readIncident } from '../../clients/incident-directory.ts';
import { isServing, lazyClient, temporalSettings } from '../../clients/temporal.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts } from '../../model/incident/incident.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import type { CliContext, Env } from '../context.ts';
import { UsageError, print, printJson } from '../context.ts';

/** How long a server may take to answer at all. */
const patienceMs = 3_000;

/** `nightshift incidents list` and `nightshift incidents show NAME`. */
export function addIncidentCommands(program: Command, context: CliContext): void {
  const incidents = program.command('incidents').description('list incidents, or show one with its timeline');
  incidents
    .command('list', { isDefault: true })
    .description('list incidents')
    .option('--open', 'only those that are open')
    .option('--limit <count>', 'how many at the most', '50')
    .option('--json', 'one JSON array')
    .action(async (options: { open?: boolean; limit: string; json?: boolean }) => {
      const limit = countOf(options.limit);
      const found = await withClient(context, (client) => listIncidents(client, limit, options.open ?? false));
      if (options.json) return printJson(found);
      for (const line of table(found)) print(line);
    });
  incidents
    .command('show')
    .description('show one incident')
    .argument('<name>', 'its name as the list shows it, or its workflow id')
    .option('--json', 'the whole record as JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      const record = await withClient(context, (client) => readIncident(client, name));
      if (!record) throw new UsageError(`there is no incident ${onOneLine(name)}: see nightshift incidents list`);
      if (options.json) return printJson(record);
      for (const line of story(record)) print(line);
    });
}

async function withClient<T>({ env }: CliContext, ask: (client: Client) => Promise<T>): Promise<T> {
  const { client, address } = clientOf(env);
  try {
    if (!(await isServing(client, patienceMs)))
      throw new UsageError(`Temporal at ${address} does not answer: start it, or set TEMPORAL_ADDRESS to where it is`);
    return await client.connection.withDeadline(Date.now() + 10_000, () => ask(client));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Temporal at ${address} did not answer: ${(error as Error).message}`);
  } finally {
    await client.connection.close();
  }
}

function clientOf(env: Env): { readonly client: Client; readonly address: string } {
  try {
    const settings = temporalSettings(env);
    return { client: lazyClient(settings), address: settings.connection.address };
  } catch (error) {
    throw new UsageError(`the settings TEMPORAL_* cannot be used: ${(error as Error).message}`);
  }
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError('--limit takes a whole number above 0');
}

function table(incidents: readonly IncidentSummary[]): readonly string[] {
  const rows = incidents.map(({ incident, status, severity, runbook, openedAt, closed }) => [
    closed ? `${status} (closed)` : status,
    severity,
    runbook ?? '-',
    openedAt.slice(0, 19),
    incident,
  ]);
  const all = [['STATUS', 'SEVERITY', 'RUNBOOK', 'OPENED (UTC)', 'INCIDENT'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function story(record: IncidentRecord): readonly string[] {
  const firing = firingAlerts(record).map(([, { name }]) => onOneLine(name));
  return [
    record.key,
    `  status    ${record.status} since ${record.statusSince}`,
    `  severity  ${record.severity}`,
    `  target    ${record.target ?? '-'}`,
    `  runbook   ${record.runbook ?? '-'}, ${record.attempts} attempts`,
    `  firing    ${firing.join(', ') || 'nothing'}`,
    `  outcome   ${record.outcome ? `${record.outcome.kind}: ${onOneLine(record.outcome.detail)}` : '-'}`,
    '',
    ...(record.timeline.left > 0 ? [`  (${record.timeline.left} older entries are in the workflow's history)`] : []),
    ...record.timeline.entries.map(
      ({ at, event, text }) => `  ${at.slice(0, 19)}  ${event.padEnd(18)}${onOneLine(text)}`,
    ),
  ];
}
