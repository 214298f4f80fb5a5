import type { CleaningKind, CleaningRule } from '../../model/host/cleaning.ts';
import type { CleanedItem, DiskUsage, HostAnswer, LargeFolder, OpenDeletedFile } from '../../model/host/disk.ts';
import type { CommandLine } from '../../model/service.ts';
import type { RunOnHost } from '../commands/command.ts';
import type { Shape } from './ask-host.ts';
import { askHost } from './ask-host.ts';
import type { HostPurpose } from './host-commands.ts';
import { cleaningCommand, lookingCommands } from './host-commands.ts';

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

/** Items that an answer holds; the others are counted. */
const keep = 100;
/** Less than the activity has that asks. */
const timeoutMs = 4 * 60 * 1_000;

/** Asks a host by its program nightshift-host. */
export function createHostTool(host: string, runOnHost: RunOnHost): HostTool {
  const ask = <Item>(command: CommandLine, shape: Shape<Item>, onItem?: (item: Item) => void) =>
    askHost(runOnHost, host, { command, shape, timeoutMs, keep, ...(onItem ? { onItem } : {}) });
  return {
    usage: (path) => ask(lookingCommands.usage(path), usageShape),
    largest: (path) => ask(lookingCommands.largest(path), folderShape),
    deletedOpen: (path) => ask(lookingCommands.deletedOpen(path), openFileShape),
    clean: (purpose, rule, options = {}) => ask(cleaningCommand(purpose, rule), itemShapes[rule.kind], options.onItem),
  };
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
