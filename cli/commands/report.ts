import type { Command } from 'commander';
import ms from 'ms';
import type { StringValue } from 'ms';
import type { ScoredIncidents } from '../../clients/temporal/incident-directory.ts';
import { listScores } from '../../clients/temporal/incident-directory.ts';
import type { ScoredIncident } from '../../model/scorecard/scored-incident.ts';
import { scorecardOf } from '../../model/scorecard/scorecard.ts';
import { shadowReportOf } from '../../model/scorecard/shadow.ts';
import { durationInWords } from '../../model/text/duration.ts';
import type { CliContext } from '../context.ts';
import { UsageError, print, printJson } from '../context.ts';
import { scorecardLines, shadowLines } from '../report-text.ts';
import { withClient } from '../temporal.ts';

interface ReportOptions {
  readonly since: string;
  readonly shadow?: boolean;
  readonly json?: boolean;
}

/** Incidents that are read at the most: some seconds of a server's time. */
const maxIncidents = 10_000;

/** `nightshift report`. */
export function addReportCommand(program: Command, context: CliContext): void {
  program
    .command('report')
    .description('say how well Nightshift did, or what runbooks in mode observe would have done')
    .option('--since <time>', 'incidents that opened within this time, such as 12h or 30d', '7d')
    .option('--shadow', 'only mode observe: what would have been done, and how it really ended')
    .option('--json', 'one JSON object')
    .action(({ since, shadow = false, json = false }: ReportOptions) => {
      const sinceMs = durationOf(since);
      return shadow
        ? tell(context, { sinceMs, json }, shadowReportOf, shadowLines)
        : tell(context, { sinceMs, json }, scorecardOf, scorecardLines);
    });
}

async function tell<Report extends object>(
  context: CliContext,
  { sinceMs, json }: { readonly sinceMs: number; readonly json: boolean },
  addUp: (incidents: readonly ScoredIncident[]) => Report,
  inWords: (report: Report) => readonly string[],
): Promise<void> {
  const until = new Date();
  const since = new Date(until.getTime() - sinceMs);
  const found = await withClient(context, (client) => listScores(client, since, maxIncidents));
  const { incidents, complete, keptMs } = found;
  const report = addUp(incidents);
  if (json) return printJson({ since, until, read: incidents.length, complete, keptMs, ...report });
  const span = `${since.toISOString().slice(0, 19)}Z (${durationInWords(sinceMs)})`;
  print(`Incidents that opened since ${span}: ${incidents.length}`);
  for (const line of [...gaps(found, sinceMs), '', ...inWords(report)]) print(line);
}

function durationOf(text: string): number {
  const time = /^\d{1,6}[mhd]$/.test(text) ? ms(text as StringValue) : 0;
  if (time > 0) return time;
  throw new UsageError('--since takes a number above 0 and a unit, such as 90m, 12h or 30d');
}

/** What the figures leave out. */
function gaps({ complete, keptMs }: ScoredIncidents, sinceMs: number): readonly string[] {
  return [
    ...(complete ? [] : [`Only the first ${maxIncidents} of the server's list were read: take a shorter --since.`]),
    ...(keptMs !== null && keptMs < sinceMs
      ? [`Temporal keeps closed incidents for ${durationInWords(keptMs)}: of those before, only a part is left.`]
      : []),
  ];
}
