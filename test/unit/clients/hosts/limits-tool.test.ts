import { expect, it } from 'vitest';
import type { CommandOutcome, RunOnHost } from '../../../../clients/commands/command.ts';
import { readLimits } from '../../../../clients/hosts/limits-tool.ts';

const refused: CommandOutcome = {
  exitCode: 1,
  output: 'sudo: a password is required',
  truncated: false,
  problem: null,
};

/** What nightshift-limits prints of these records, with its end marker. */
function printed(...records: readonly (readonly (string | number)[])[]): string {
  return [...records, ['end', 'done', records.length, 0]].map((fields) => `${fields.join('\t')}\0`).join('');
}

const descriptors = printed(
  ['system', 0, 900, 1_000, 5, '', ''],
  ['unseen', 0, 2, 0, 0, '', ''],
  ['holder', 431, 800, 790, 1_000, 'api --password=hunter2', ''],
  ['kind', 431, 700, 0, 0, 'socket', ''],
  ['to', 431, 600, 0, 0, '08', '0700000A:1538'],
  ['at', 431, 1, 0, 0, '08', '1F90'],
  ['path', 431, 20, 0, 0, 'file', '/srv/a'],
  ['path', 431, 30, 0, 0, 'folder', '/srv/'],
);
const connections = printed(
  ['to', 0, 7, 0, 0, '01', '0700000A:1538'],
  ['state', 0, 9, 0, 0, '06', ''],
  ['conntrack', 0, 90, 100, 25, '', ''],
  ['setting', 0, 432_000, 0, 0, 'nf_conntrack_tcp_timeout_established', ''],
  ['drops', 0, 3, 4, 5, '', ''],
  ['flows', 0, 90, 10, 0, '', ''],
  ['flow-state', 0, 80, 0, 0, 'tcp', 'ESTABLISHED'],
  ['flow-state', 0, 8, 0, 0, 'udp', ''],
  ['flow', 0, 50, 0, 0, 'from', '10.0.0.9'],
  ['flow', 0, 40, 0, 0, 'to', '10.0.0.7:5432'],
);

/** A host with the program, where sudo allows it or not. */
function aHost(allowsSudo: boolean, answers: Readonly<Record<string, string>> = { descriptors, connections }) {
  const commands: string[] = [];
  const runOnHost: RunOnHost = async (_host, command, { onOutput }) => {
    commands.push(command.join(' '));
    if (command[0] === 'sudo' && !allowsSudo) return refused;
    onOutput?.(Buffer.from(answers[command.at(-1) ?? ''] ?? ''));
    return { exitCode: 0, output: '', truncated: false, problem: null };
  };
  return { commands, read: (asRoot: boolean) => readLimits({ host: 'web-1', match: {}, asRoot }, runOnHost, 1_000) };
}

it('reads what the program says, with its texts masked', async () => {
  expect(await aHost(true).read(true)).toEqual({
    host: 'web-1',
    descriptors: { used: 900, max: 1_000 },
    secondsBetween: 5,
    unseen: 2,
    holders: [
      {
        pid: 431,
        program: 'api --password=[secret]',
        descriptors: 800,
        before: 790,
        limit: 1_000,
        kinds: [{ label: 'socket', count: 700 }],
        sockets: [
          { state: 'CLOSE_WAIT', side: 'to', place: '10.0.0.7:5432', count: 600 },
          { state: 'CLOSE_WAIT', side: 'at', place: '8080', count: 1 },
        ],
        files: [{ label: '/srv/a', count: 20 }],
        folders: [{ label: '/srv/', count: 30 }],
      },
    ],
    states: [{ label: 'TIME_WAIT', count: 9 }],
    connections: [{ state: 'ESTABLISHED', side: 'to', place: '10.0.0.7:5432', count: 7 }],
    tracked: {
      count: 90,
      max: 100,
      dropped: 7,
      read: 90,
      unanswered: 10,
      states: [
        { label: 'tcp ESTABLISHED', count: 80 },
        { label: 'udp', count: 8 },
      ],
      sources: [{ label: '10.0.0.9', count: 50 }],
      destinations: [{ label: '10.0.0.7:5432', count: 40 }],
      settings: { nf_conntrack_tcp_timeout_established: 432_000 },
    },
    problems: [],
  });
});

it.each([
  [true, true, ['sudo -n', 'sudo -n']],
  [true, false, ['sudo -n', 'sudo -n', '', '']],
  [false, true, ['', '']],
])('asked as root: %s, where sudo allows it: %s, it runs %j', async (asRoot, allowsSudo, begins) => {
  const host = aHost(allowsSudo);

  const { descriptors: found, problems } = await host.read(asRoot);

  expect(found).toEqual({ used: 900, max: 1_000 });
  expect(host.commands.map((line) => line.replace(/ ?\/usr.*/, ''))).toEqual(begins);
  expect(problems).toEqual(allowsSudo ? [] : ['sudo: a password is required']);
});

it('stays small where a host names one process again and again', async () => {
  const records = Array.from({ length: 500 }, () => [
    ['holder', 431, 800, 790, 1_000, 'x'.repeat(500), ''],
    ['kind', 431, 700, 0, 0, 'x'.repeat(500), ''],
  ]);
  const { read } = aHost(true, { descriptors: printed(...records.flat()), connections });

  const findings = await read(true);

  expect(findings.holders).toHaveLength(1);
  expect(JSON.stringify(findings).length).toBeLessThan(100_000);
});

it('tells what it could not read', async () => {
  const { read } = aHost(true, { descriptors: 'nonsense', connections: '' });

  expect(await read(true)).toMatchObject({ descriptors: null, holders: [], tracked: null });
});
