import type { CleaningKind, CleaningRule } from '../../model/host/cleaning.ts';
import type {
  CleanedItem,
  DiskUsage,
  HostAnswer,
  HostStatus,
  LargeFolder,
  OpenDeletedFile,
} from '../../model/host/disk.ts';
import type { CommandLine } from '../../model/service.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import type { CommandOutcome, RunOnHost } from '../commands/command.ts';
import type { HostPurpose } from './host-commands.ts';
import { cleaningCommand, lookingCommands } from './host-commands.ts';
import type { FieldKind } from './host-output.ts';
import { HostOutput } from './host-output.ts';

/** How much of an answer is wanted. */
interface CleaningOptions {
  /** Is given every item, so that evidence can be complete while the answer is short. */
  readonly onItem?: (item: CleanedItem) => void;
}

/** What the program nightshift-host of one host can be asked for. Nothing rejects: how it went is the answer's status. */
export interface HostTool {
  readonly usage: (path: string) => Promise<HostAnswer<DiskUsage>>;
  /** The folders that hold most bytes, and those that hold most inodes. */
  readonly largest: (path: string) => Promise<HostAnswer<LargeFolder>>;
  readonly deletedOpen: (path: string) => Promise<HostAnswer<OpenDeletedFile>>;
  /** Looks at what a rule would clean, or cleans it. */
  readonly clean: (
    purpose: HostPurpose,
    rule: CleaningRule,
    options?: CleaningOptions,
  ) => Promise<HostAnswer<CleanedItem>>;
}

/** How a record is read. */
interface Shape<Item> {
  readonly fields: readonly FieldKind[];
  readonly read: (fields: readonly string[]) => Item;
}

/** Items that an answer holds; the others are counted. */
const keep = 100;
/** Less than the activity has that asks. */
const timeoutMs = 4 * 60 * 1_000;
const maxProblems = 20;
const maxProblemLength = 300;

/** Asks a host by its program nightshift-host. */
export function createHostTool(host: string, runOnHost: RunOnHost): HostTool {
  const ask = async <Item>(
    command: CommandLine,
    { fields, read }: Shape<Item>,
    onItem: (item: Item) => void = () => undefined,
  ): Promise<HostAnswer<Item>> => {
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
  };
  return {
    usage: (path) => ask(lookingCommands.usage(path), usageShape),
    largest: (path) => ask(lookingCommands.largest(path), folderShape),
    deletedOpen: (path) => ask(lookingCommands.deletedOpen(path), openFileShape),
    clean: (purpose, rule, options = {}) => ask(cleaningCommand(purpose, rule), itemShapes[rule.kind], options.onItem),
  };
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
  const lines = output.split('\n').map((line) => shorten(onOneLine(maskSecrets(line)), maxProblemLength));
  const said = lines.filter((line) => line !== '').slice(0, maxProblems);
  return status === 'broken-off' && problem !== null ? [`the command was ${problem}`, ...said] : said;
}

const usageShape: Shape<DiskUsage> = {
  fields: ['number', 'number', 'number', 'number', 'number', 'number', 'text', 'text'],
  read: ([bytes, used, available, inodes, inodesUsed, inodesAvailable, device = '', mountPoint = '']) => ({
    bytes: Number(bytes),
    bytesUsed: Number(used),
    bytesAvailable: Number(available),
    inodes: Number(inodes),
    inodesUsed: Number(inodesUsed),
    inodesAvailable: Number(inodesAvailable),
    device,
    mountPoint,
  }),
};

const folderShape: Shape<LargeFolder> = {
  fields: ['text', 'number', 'text'],
  read: ([measure, amount, path = '']) => ({
    measure: measure === 'inodes' ? 'inodes' : 'bytes',
    amount: Number(amount),
    path,
  }),
};

const openFileShape: Shape<OpenDeletedFile> = {
  fields: ['number', 'text', 'number', 'number', 'text'],
  read: ([pid, program = '', bytes, bytesOnDisk, path = '']) => ({
    pid: Number(pid),
    program,
    bytes: Number(bytes),
    bytesOnDisk: Number(bytesOnDisk),
    path,
  }),
};

const fileShape: Shape<CleanedItem> = {
  fields: ['number', 'number', 'number', 'text'],
  read: ([, blocks, , name = '']) => ({ name, bytesOnDisk: Number(blocks) * 512 }),
};

const journalShape: Shape<CleanedItem> = {
  fields: ['number', 'text'],
  read: ([bytes, name = '']) => ({ name, bytesOnDisk: Number(bytes) }),
};

const imageShape: Shape<CleanedItem> = {
  fields: ['number', 'text', 'text'],
  read: ([bytes, id = '', names = '']) => ({ name: names === '[]' ? id : names, bytesOnDisk: Number(bytes) }),
};

const itemShapes: Readonly<Record<CleaningKind, Shape<CleanedItem>>> = {
  temporary: fileShape,
  logs: fileShape,
  packages: fileShape,
  journal: journalShape,
  images: imageShape,
  backups: fileShape,
};
