import type { ExhaustionFindings, SocketTally, Tally } from '../../model/exhaustion/findings.ts';
import type { LimitsDefinition } from '../../model/exhaustion/limits.ts';
import type { HostAnswer } from '../../model/host/disk.ts';
import type { CommandLine } from '../../model/service.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import type { RunOnHost } from '../commands/command.ts';
import type { Shape } from './ask-host.ts';
import { askHost } from './ask-host.ts';
import { limitsCommands } from './limits-commands.ts';
import { addressOf, stateName } from './socket-words.ts';

/** One line of what nightshift-limits says. */
interface LimitsRecord {
  readonly what: string;
  readonly pid: number;
  readonly numbers: readonly [number, number, number];
  readonly label: string;
  readonly detail: string;
}

/** More than the program prints; a host that says more must not fill a history. */
const keep = 400;
const maxHolders = 10;
const maxName = 160;
const maxProblems = 5;

/** Asks a host who holds its descriptors and connections. Never rejects: what it did not answer is in `problems`. */
export async function readLimits(
  { host, asRoot }: LimitsDefinition,
  runOnHost: RunOnHost,
  timeoutMs: number,
): Promise<ExhaustionFindings> {
  const ask = (command: CommandLine): Promise<HostAnswer<LimitsRecord>> =>
    askHost(runOnHost, host, { command, shape, timeoutMs, keep });
  const asked = async (name: keyof typeof limitsCommands): Promise<HostAnswer<LimitsRecord>> => {
    const answer = await ask(limitsCommands[name](asRoot));
    if (!asRoot || answer.status === 'done' || answer.status === 'partial') return answer;
    // Less is better than nothing, while a host does not allow more.
    const own = await ask(limitsCommands[name](false));
    return { ...own, problems: [...answer.problems, ...own.problems] };
  };
  const [descriptors, connections] = await Promise.all([asked('descriptors'), asked('connections')]);
  const problems = new Set([descriptors, connections].flatMap((answer) => answer.problems));
  return {
    host,
    ...descriptorsIn(descriptors.items),
    ...connectionsIn(connections.items),
    problems: [...problems].slice(0, maxProblems),
  };
}

const shape: Shape<LimitsRecord> = {
  fields: ['text', 'number', 'number', 'number', 'number', 'text', 'text'],
  read: ([what = '', pid, first, second, third, label = '', detail = '']) => ({
    what,
    pid: Number(pid),
    numbers: [Number(first), Number(second), Number(third)],
    label: maskedLine(label, maxName),
    detail: maskedLine(detail, maxName),
  }),
};

type Records = readonly LimitsRecord[];

function descriptorsIn(
  records: Records,
): Pick<ExhaustionFindings, 'descriptors' | 'secondsBetween' | 'holders' | 'unseen'> {
  const system = records.find(({ what }) => what === 'system');
  const [used = 0, max = 0, secondsBetween = 0] = system?.numbers ?? [];
  const named = new Map(ofKind(records, 'holder').map((record) => [record.pid, record]));
  const holders = [...named.values()]
    .slice(0, maxHolders)
    .map(({ pid, label: program, numbers: [descriptors, before, limit] }) => {
      const own = records.filter((record) => record.pid === pid);
      const paths = (label: string) => ofKind(own, 'path').filter((record) => record.label === label);
      return {
        pid,
        program,
        descriptors,
        before,
        limit,
        kinds: ofKind(own, 'kind').map(tallyOf),
        sockets: socketsIn(own),
        files: paths('file').map(detailTallyOf),
        folders: paths('folder').map(detailTallyOf),
      };
    });
  return {
    descriptors: system ? { used, max } : null,
    secondsBetween,
    holders,
    unseen: records.find(({ what }) => what === 'unseen')?.numbers[0] ?? 0,
  };
}

function connectionsIn(records: Records): Pick<ExhaustionFindings, 'states' | 'connections' | 'tracked'> {
  const table = records.find(({ what }) => what === 'conntrack');
  const [read = 0, unanswered = 0] = records.find(({ what }) => what === 'flows')?.numbers ?? [];
  const drops = records.find(({ what }) => what === 'drops')?.numbers ?? [0, 0, 0];
  const flows = (label: string) => ofKind(records, 'flow').filter((record) => record.label === label);
  return {
    states: ofKind(records, 'state').map((record) => ({ ...tallyOf(record), label: stateName(record.label) })),
    connections: socketsIn(records),
    tracked: table
      ? {
          count: table.numbers[0],
          max: table.numbers[1],
          dropped: drops[0] + drops[1],
          read,
          unanswered,
          states: ofKind(records, 'flow-state').map(stateTallyOf),
          sources: flows('from').map(detailTallyOf),
          destinations: flows('to').map(detailTallyOf),
          settings: Object.fromEntries(
            ofKind(records, 'setting').map(({ label, numbers: [value] }) => [label, value] as const),
          ),
        }
      : null,
  };
}

function socketsIn(records: Records): readonly SocketTally[] {
  return records.flatMap(({ what, label, detail, numbers: [count] }) => {
    if (what !== 'to' && what !== 'at') return [];
    const place = what === 'to' ? addressOf(detail) : String(Number.parseInt(detail, 16) || detail);
    return [{ state: stateName(label), side: what, place, count }];
  });
}

function ofKind(records: Records, kind: string): Records {
  return records.filter(({ what }) => what === kind);
}

function tallyOf({ label, numbers: [count] }: LimitsRecord): Tally {
  return { label, count };
}

function detailTallyOf({ detail, numbers: [count] }: LimitsRecord): Tally {
  return { label: detail, count };
}

function stateTallyOf({ label, detail, numbers: [count] }: LimitsRecord): Tally {
  return { label: detail ? `${label} ${detail}` : label, count };
}
