import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { askIncident } from '../../../clients/temporal/operators/operator-messages.ts';
import { directoryOf } from '../../../config/directory.ts';
import { loadConfig } from '../../../config/load.ts';
import type { Severity } from '../../../model/alert/alert.ts';
import { severities } from '../../../model/alert/alert.ts';
import { toldInWords } from '../../../model/escalation/reach.ts';
import type { RehearsedStep } from '../../../model/escalation/rehearsal.ts';
import { rehearse } from '../../../model/escalation/rehearsal.ts';
import { onOneLine } from '../../../model/text/markdown.ts';
import type { CliContext } from '../../context.ts';
import { RefusedError, UsageError, print, userName } from '../../context.ts';
import { tableOf } from '../../table.ts';
import { withClient } from '../../temporal.ts';

interface TestOptions {
  readonly at?: number;
  readonly severity: Severity;
}

/** How long an answer is waited for: less than a command waits for Temporal. */
const deadlineMs = 8_000;

/** `nightshift escalation test` and `nightshift escalation apply`. */
export function addEscalationCommands(program: Command, context: CliContext): void {
  const escalation = program.command('escalation').description('whom incidents wake, in which order');
  escalation
    .command('test')
    .description('show who would be told when, and how, without telling anyone')
    .argument('<policy>', 'the name of an escalation policy')
    .option('--at <time>', 'when it would begin, such as 2026-12-24T18:00:00+01:00; now unless given', momentOf)
    .addOption(new Option('--severity <severity>', 'of the incident').choices(severities).default('critical'))
    .action((name: string, options: TestOptions) => show(context, name, options));
  escalation
    .command('apply')
    .description('have a running incident go on by its policy as the configuration has it now')
    .argument('<incident>', 'the incident as the list shows it, or its workflow id')
    .action((name: string) => apply(context, name));
}

function show(context: CliContext, name: string, { at = Date.now(), severity }: TestOptions): void {
  const config = loadConfig(context.configFile(), context.env);
  const policy = config.escalations.map((rule) => rule.policy).find((one) => one.name === name);
  if (!policy) {
    const known = config.escalations.map((rule) => rule.policy.name).join(', ') || 'there is none';
    throw new UsageError(`${onOneLine(name)} is no escalation policy; described: ${known}`);
  }
  if (!policy.severities.includes(severity)) return print(`${name} wakes nobody for the severity ${severity}`);
  const { steps, endsAtMs } = rehearse(policy, severity, directoryOf(config), at);
  const rows = [['when', 'round', 'level', 'who'], ...steps.flatMap(rowsOf)];
  for (const line of tableOf(rows)) print(line);
  print(`${timeOf(endsAtMs)} nobody has answered: all channels are told so`);
}

function rowsOf({ atMs, round, level, pages, lost }: RehearsedStep): readonly (readonly string[])[] {
  const words = [...pages.map(toldInWords), ...lost.map((why) => `nobody: ${why}`)];
  return words.map((who, row) => (row === 0 ? [timeOf(atMs), `${round + 1}`, `${level + 1}`, who] : ['', '', '', who]));
}

function apply(context: CliContext, name: string): Promise<void> {
  return withClient(context, async (client) => {
    const ask = () => askIncident(client, name, 'applyPolicy', { by: userName(), comment: null });
    const answer = await client.connection.withDeadline(Date.now() + deadlineMs, ask);
    switch (answer.outcome) {
      case 'done':
        return print(onOneLine(answer.state));
      case 'refused':
        throw new RefusedError(`not applied: ${onOneLine(answer.because)}`);
      case 'no-incident':
        throw new UsageError(`${onOneLine(name)} is no running incident: see nightshift incidents list --open`);
      case 'unheard':
        throw new RefusedError('no answer: see that a worker runs, and apply it again');
    }
  });
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function momentOf(text: string): number {
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = isMoment ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('write a time with its offset, such as 2026-12-24T18:00:00+01:00');
  return ms;
}
