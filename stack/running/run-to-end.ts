import type { StackErrorCode } from '../errors.ts';
import { reasonOf, StackError } from '../errors.ts';
import { openOutput } from './output.ts';
import type { Command } from './watched-process.ts';
import { spawnWatched } from './watched-process.ts';

/** A command that ends by itself, and what its failure counts as. */
interface ShortCommand extends Command {
  readonly name: string;
  readonly failsAs: StackErrorCode;
}

/** Runs a command to its end and returns what it printed to standard output; a failure carries its last lines. */
export async function runToEnd({ name, failsAs, ...command }: ShortCommand): Promise<string> {
  const output = openOutput({});
  const { child, exited, drained } = await spawnWatched(command).catch((error: unknown) => {
    throw new StackError(failsAs, `${name} cannot be executed: ${reasonOf(error)}`, { cause: error });
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  output.from(child.stdout);
  output.from(child.stderr);

  const { code, signal } = await exited;
  await drained;
  if (code === 0) return Buffer.concat(printed).toString();
  const end = signal ?? `code ${code}`;
  throw new StackError(failsAs, `${name} ${command.args.join(' ')} ended with ${end}:\n${output.lastWords()}`);
}
