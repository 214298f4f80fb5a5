import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { askToUndo, castVote, sendVote } from '../../../clients/temporal/operators/votes.ts';
import { findTarget } from '../../../clients/temporal/incident-directory.ts';
import type { Ballot, Vote } from '../../../model/remediation/vote.ts';
import { readVote } from '../../../model/remediation/vote.ts';
import type { Target } from '../../../model/target.ts';
import { onOneLine } from '../../../model/text/markdown.ts';
import type { CliContext } from '../../context.ts';
import { RefusedError, UsageError, print, userName } from '../../context.ts';
import { withClient } from '../../temporal.ts';

interface VoteOptions {
  readonly code: string;
  readonly by?: string;
  readonly comment?: string;
  readonly signal?: boolean;
}

/** How long a vote waits for a worker: less than a command waits for Temporal. */
const voteDeadlineMs = 8_000;

const describedName = 'the incident as the list shows it, its target, or the workflow id of either';

/** `nightshift approve`, `nightshift deny` and `nightshift undo`. */
export function addVoteCommands(program: Command, context: CliContext): void {
  addVoteCommand(program, context, 'approve', 'approve the plan that waits');
  addVoteCommand(program, context, 'deny', 'refuse the plan that waits: people take over');
  program
    .command('undo')
    .description('have a repair that is under way stop, and take back what it did')
    .argument('<name>', describedName)
    .option('--by <name>', 'who; your user name unless given')
    .action((name: string, options: { by?: string }) =>
      withTarget(context, name, async (client, target) => {
        if (!(await askToUndo(client, target, options.by ?? userName()))) throw noRepair(target);
        print(
          `stored: what the repair of ${target} did is taken back; see nightshift incidents show ${onOneLine(name)}`,
        );
      }),
    );
}

function addVoteCommand(program: Command, context: CliContext, ballot: Ballot, description: string): void {
  program
    .command(ballot)
    .description(description)
    .argument('<name>', describedName)
    .requiredOption('--code <code>', 'the code of the plan that you have read; nightshift incidents show tells it')
    .option('--by <name>', 'who; your user name unless given')
    .option('--comment <text>', 'why; it stands in the timeline and in the audit')
    .option('--signal', 'send it as a signal: for a policy that demands senders whom the server vouches for')
    .action((name: string, options: VoteOptions) => {
      const { code, by = userName(), comment } = options;
      const vote = readVote({ code, by, comment });
      if (!vote?.code || !vote.by) throw new UsageError('--code and --by cannot be empty');
      return withTarget(context, name, (client, target) =>
        options.signal ? sendIt(client, target, ballot, vote) : castIt(client, target, ballot, vote),
      );
    });
}

async function castIt(client: Client, target: Target, ballot: Ballot, vote: Vote): Promise<void> {
  const cast = () => castVote(client, target, ballot, vote);
  const answer = await client.connection.withDeadline(Date.now() + voteDeadlineMs, cast);
  switch (answer.outcome) {
    case 'counted':
      return print(`counted: ${ballot} by ${vote.by}; ${onOneLine(answer.state)}`);
    case 'refused':
      throw new RefusedError(`not counted: ${onOneLine(answer.because)}`);
    case 'no-repair':
      throw noRepair(target);
    case 'unheard':
      throw new RefusedError(
        `no answer: see that a worker runs, look at nightshift incidents show ${target}, and vote again`,
      );
  }
}

async function sendIt(client: Client, target: Target, ballot: Ballot, vote: Vote): Promise<void> {
  if (!(await sendVote(client, target, ballot, vote))) throw noRepair(target);
  print(`stored: ${ballot} by ${vote.by}; whether it counts, nightshift incidents show ${target} tells`);
}

function noRepair(target: Target): RefusedError {
  return new RefusedError(`no repair of ${target} is under way: see nightshift incidents list --open`);
}

function withTarget(
  context: CliContext,
  name: string,
  use: (client: Client, target: Target) => Promise<void>,
): Promise<void> {
  return withClient(context, async (client) => {
    const target = await findTarget(client, name);
    if (target === undefined) {
      throw new UsageError(`${onOneLine(name)} is no incident with a target: see nightshift incidents list`);
    }
    return use(client, target);
  });
}
