import type { Command } from 'commander';
import type { IncidentSummary } from '../../clients/temporal/incident-directory.ts';
import { listIncidents, readIncident } from '../../clients/temporal/incident-directory.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts } from '../../model/incident/incident.ts';
import { logStoryWithLink } from '../../model/logs/log-story.ts';
import { invitation } from '../../model/remediation/approval.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import type { CliContext } from '../context.ts';
import { UsageError, print, printJson } from '../context.ts';
import { addIncidentReportCommand } from './incident-report.ts';
import { tableOf } from '../table.ts';
import { withClient } from '../temporal.ts';

/** `nightshift incidents list`, `show NAME` and `report NAME`. */
export function addIncidentCommands(program: Command, context: CliContext): void {
  const incidents = program
    .command('incidents')
    .description('list incidents, show one with its timeline, or report on one');
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
  addIncidentReportCommand(incidents, context);
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
  return tableOf([['STATUS', 'SEVERITY', 'RUNBOOK', 'OPENED (UTC)', 'INCIDENT'], ...rows]);
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
    ...awaitedBy(record),
    ...foundIn(record),
    ...saidInLogs(record),
    '',
    ...(record.timeline.left > 0 ? [`  (${record.timeline.left} older entries are in the workflow's history)`] : []),
    ...record.timeline.entries.map(
      ({ at, event, text }) => `  ${at.slice(0, 19)}  ${event.padEnd(20)}${onOneLine(text)}`,
    ),
  ];
}

/** What the last look at the target has found. */
function foundIn({ details = [] }: IncidentRecord): readonly string[] {
  return details.map((line, index) => `  ${index === 0 ? 'found     ' : '          '}${onOneLine(line)}`);
}

/** What the logs say of the time of the trouble. */
function saidInLogs({ reading }: IncidentRecord): readonly string[] {
  if (!reading) return [];
  return logStoryWithLink(reading).map((line, index) => `  ${index === 0 ? 'logs      ' : '          '}${line}`);
}

/** What people are asked for, and how to answer. */
function awaitedBy({ key, approval }: IncidentRecord): readonly string[] {
  if (!approval) return [];
  return invitation(key, approval).map(
    (line, index) => `  ${index === 0 ? 'awaits    approval of ' : '          '}${onOneLine(line)}`,
  );
}
