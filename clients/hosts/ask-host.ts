import type { HostAnswer, HostStatus } from '../../model/host/disk.ts';
import type { CommandLine } from '../../model/service.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import type { CommandOutcome, RunOnHost } from '../commands/command.ts';
import type { FieldKind } from './host-output.ts';
import { HostOutput } from './host-output.ts';

/** How a record is read. */
export interface Shape<Item> {
  readonly fields: readonly FieldKind[];
  readonly read: (fields: readonly string[]) => Item;
}

interface Question<Item> {
  readonly command: CommandLine;
  readonly shape: Shape<Item>;
  readonly timeoutMs: number;
  /** Items that the answer holds; the others are counted. */
  readonly keep: number;
  /** Is given every item. */
  readonly onItem?: (item: Item) => void;
}

const maxProblems = 20;
const maxProblemLength = 300;

/** Asks a host by one of Nightshift's programs there. Never rejects: how it went is the answer's status. */
export async function askHost<Item>(
  runOnHost: RunOnHost,
  host: string,
  { command, shape: { fields, read }, timeoutMs, keep, onItem = () => undefined }: Question<Item>,
): Promise<HostAnswer<Item>> {
  const items: Item[] = [];
  const output = new HostOutput(fields, (record) => {
    const item = read(record);
    if (items.length < keep) items.push(item);
    onItem(item);
  });
  const outcome = await runOnHost(host, command, { timeoutMs, onOutput: (chunk) => output.add(chunk) });
  const status = statusOf(outcome.exitCode, output);
  const bytes = output.end()?.bytes ?? 0;
  return { status, items, count: output.count, bytes, problems: problemsOf(outcome, status) };
}

/** The exit code and the end marker must say the same: sudo, SSH and shells have exit codes of their own. */
function statusOf(exitCode: number | null, output: HostOutput): HostStatus {
  const end = output.end();
  if (exitCode === 0 && end?.status === 'done') return 'done';
  if (exitCode === 1 && end?.status === 'partial') return 'partial';
  if (exitCode === 2 && output.isEmpty()) return 'refused';
  if (exitCode === 3 && output.isEmpty()) return 'impossible';
  return 'broken-off';
}

function problemsOf({ output, problem }: CommandOutcome, status: HostStatus): readonly string[] {
  const lines = output.split('\n').map((line) => maskedLine(line, maxProblemLength));
  const said = lines.filter((line) => line !== '').slice(0, maxProblems);
  return status === 'broken-off' && problem !== null ? [`the command was ${problem}`, ...said] : said;
}
