import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { findIncident } from '../../../clients/temporal/incident-directory.ts';
import { askIncident, signalIncident } from '../../../clients/temporal/operators/operator-messages.ts';
import { askedFor } from '../../../model/operators/asks.ts';
import type { OperatorAsk, OperatorMessage } from '../../../model/operators/message.ts';
import { isBallot, readOperatorMessage } from '../../../model/operators/message.ts';
import { onOneLine } from '../../../model/text/markdown.ts';
import type { CliContext } from '../../context.ts';
import { RefusedError, UsageError, print, userName } from '../../context.ts';
import { withClient } from '../../temporal.ts';

/** What a command may be given. */
interface AskOptions {
  readonly code?: string;
  readonly by?: string;
  readonly comment?: string;
  readonly for?: string;
  readonly signal?: boolean;
}

/** The commands, by what they ask an incident for. */
const commandNames: Readonly<Record<OperatorAsk, string>> = {
  approve: 'approve',
  deny: 'deny',
  acknowledge: 'ack',
  escalate: 'escalate',
  undo: 'undo',
  takeOver: 'take-over',
  close: 'close',
};

/** `nightshift approve`, `deny`, `ack`, `escalate`, `undo`, `take-over` and `close`. */
export function addOperatorCommands(program: Command, context: CliContext): void {
  for (const ask of Object.keys(commandNames) as OperatorAsk[]) addCommand(program, context, ask);
}

function addCommand(program: Command, context: CliContext, ask: OperatorAsk): void {
  const command = program
    .command(commandNames[ask])
    .description(askedFor[ask])
    .argument('<name>', 'the incident as the list shows it, its target, or the workflow id of either')
    .option('--by <name>', 'who; your user name unless given')
    .option('--comment <text>', 'why; it stands in the timeline and in the audit')
    .option('--signal', 'send it as a signal: the only message whose sender a server vouches for');
  if (isBallot(ask))
    command.requiredOption(
      '--code <code>',
      'the code of the plan that you have read; nightshift incidents show tells it',
    );
  if (ask === 'acknowledge') command.option('--for <time>', 'for how long nobody else is woken, such as 30m or 2h');
  command.action((name: string, options: AskOptions) => {
    const message = messageOf(ask, options);
    return withClient(context, async (client) => {
      const incident = await findIncident(client, name);
      if (incident === undefined) throw noIncident(name);
      await (options.signal ? send : askFor)(client, incident, ask, message);
    });
  });
}

function messageOf(ask: OperatorAsk, { code, by = userName(), comment, for: time }: AskOptions): OperatorMessage {
  const message = readOperatorMessage(ask, { code, by, comment, for: time });
  if (isBallot(ask) && !message?.code) throw new UsageError('--code and --by cannot be empty');
  if (!message?.by) throw new UsageError(isBallot(ask) ? '--code and --by cannot be empty' : '--by cannot be empty');
  return message;
}

async function askFor(client: Client, incident: string, ask: OperatorAsk, message: OperatorMessage): Promise<void> {
  const answer = await askIncident(client, incident, ask, message);
  const [yes, no] = isBallot(ask) ? ['counted', 'not counted'] : ['done', 'refused'];
  switch (answer.outcome) {
    case 'done':
      return print(`${yes}: ${commandNames[ask]} by ${message.by}; ${onOneLine(answer.state)}`);
    case 'refused':
      throw new RefusedError(`${no}: ${onOneLine(answer.because)}`);
    case 'no-incident':
      throw noIncident(incident);
    case 'unheard':
      throw new RefusedError(
        `no answer: see that a worker runs, look at nightshift incidents show ${incident}, and try again`,
      );
  }
}

async function send(client: Client, incident: string, ask: OperatorAsk, message: OperatorMessage): Promise<void> {
  if (!(await signalIncident(client, incident, ask, message))) throw noIncident(incident);
  const words = isBallot(ask) ? 'whether it counts' : 'what becomes of it';
  print(`stored: ${commandNames[ask]} by ${message.by}; ${words}, nightshift incidents show ${incident} tells`);
}

function noIncident(name: string): RefusedError {
  return new RefusedError(`there is no open incident ${onOneLine(name)}: see nightshift incidents list --open`);
}
