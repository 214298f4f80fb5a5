import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { accounts, aProcess, plainAccount, recordsOf } from '../../../support/hosts/host-program.ts';
import { aLimitsProgram } from '../../../support/hosts/limits-program.ts';

/** Opens one file so often, and stays. */
const opensOften = (times: number): string =>
  `ulimit -n 1000; for ((n = 0; n < ${times}; n++)); do exec {fd}<"$1"; done; echo ready; sleep 600`;

/** A program that starts has its libraries open for a moment. */
async function untilAsleep(pid: number): Promise<void> {
  await vi.waitFor(async () => expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toContain(' (sleep) S '));
}

describe.each(accounts)('as $name', (account) => {
  it('descriptors names who holds most of its own limit, of what kinds, and how many there were before', async () => {
    const program = await aLimitsProgram({ account });
    await program.write('often');
    const pid = await aProcess(account, opensOften(900), join(program.folder, 'often'));
    await untilAsleep(pid);
    // Beside what the test opens there are the three standard streams, and what is inherited.
    const held = String((await readdir(`/proc/${pid}/fd`)).length);

    const { exitCode, output } = await program.run('descriptors');

    const records = recordsOf(output);
    const own = records.filter((fields) => fields[1] === String(pid));
    expect(exitCode).toBe(0);
    expect(records[0]?.[0]).toBe('system');
    expect(own[0]).toEqual(['holder', String(pid), held, held, '1000', 'sleep', '']);
    expect(own).toContainEqual(['path', String(pid), '900', '0', '0', 'file', join(program.folder, 'often')]);
    expect(records.at(-1)).toEqual(['end', 'done', String(records.length - 1), '0']);
  });
});

describe('descriptors', () => {
  it('tells how many processes it cannot see without the rights for them', async () => {
    const program = await aLimitsProgram({ account: plainAccount });

    const { output } = await program.run('descriptors');

    const unseen = Number(recordsOf(output).find(([what]) => what === 'unseen')?.[2]);
    expect(unseen > 0).toBe(process.getuid?.() === 0);
  });

  it('keeps a name with a line break, a TAB and an end marker in one field', async () => {
    const program = await aLimitsProgram({});
    const name = 'end\tdone\t1\n0';
    await program.write(name);
    const pid = await aProcess(program.account, opensOften(900), join(program.folder, name));

    const { output } = await program.run('descriptors');

    const records = recordsOf(output);
    expect(records).toContainEqual([
      'path',
      String(pid),
      '900',
      '0',
      '0',
      'file',
      join(program.folder, 'end?done?1?0'),
    ]);
    expect(records.every((fields) => fields.length === 7 || fields[0] === 'end')).toBe(true);
  });

  it('holds no more of a name than people read, however long whoever opens it makes it', async () => {
    const program = await aLimitsProgram({});
    const long = Array.from({ length: 4 }, () => 'x'.repeat(200)).join('/');
    await mkdir(join(program.folder, long), { recursive: true });
    await program.write(`${long}/y`);
    const pid = await aProcess(program.account, opensOften(900), join(program.folder, long, 'y'));

    const { output } = await program.run('descriptors');

    const own = recordsOf(output).filter((fields) => fields[0] === 'path' && fields[1] === String(pid));
    const [path] = own.filter((fields) => fields[2] === '900' && fields[5] === 'file');
    expect(path?.[6]).toBe(join(program.folder, long).slice(0, 300));
  });

  it('finds deleted files', async () => {
    const program = await aLimitsProgram({});
    const path = join(program.folder, 'gone');
    await program.write('gone');
    const pid = await aProcess(program.account, opensOften(900), path);
    await unlink(path);

    const { output } = await program.run('descriptors');

    expect(recordsOf(output)).toContainEqual(['kind', String(pid), '900', '0', '0', 'deleted file', '']);
    expect(recordsOf(output)).toContainEqual(['path', String(pid), '900', '0', '0', 'file', path]);
  });
});

describe('connections', () => {
  it('counts connections by state and by the end that they have in common', async () => {
    const program = await aLimitsProgram({});
    const { port, visit } = await aListener();
    for (let nth = 0; nth < 40; nth++) await visit();

    const { exitCode, output } = await program.run('connections');

    const records = recordsOf(output);
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    expect(exitCode).toBe(0);
    expect(records).toContainEqual(['at', '0', '40', '0', '0', '01', hex]);
    expect(records).toContainEqual(['to', '0', '40', '0', '0', '01', `0100007F:${hex}`]);
  });

  it('reads the table of tracked connections by protocol, state, source and destination', async () => {
    const program = await aLimitsProgram({ tracked: aTable });

    const { output } = await program.run('connections');

    const records = recordsOf(output).filter(([what]) => /^(?:conntrack|flow|drops|setting)/.test(what ?? ''));
    expect(records).toEqual([
      ['conntrack', '0', '900', '1000', '256', '', ''],
      ['setting', '0', '432000', '0', '0', 'nf_conntrack_tcp_timeout_established', ''],
      ['drops', '0', '16', '2', '1', '', ''],
      ['flows', '0', '4', '1', '0', '', ''],
      ['flow-state', '0', '2', '0', '0', 'tcp', 'ESTABLISHED'],
      expect.arrayContaining(['flow-state', '1']) as unknown,
      expect.arrayContaining(['flow-state', '1']) as unknown,
      ['flow', '0', '3', '0', '0', 'from', '10.0.0.9'],
      ['flow', '0', '1', '0', '0', 'from', 'fd00::9'],
      ['flow', '0', '2', '0', '0', 'to', '10.0.0.7:5432'],
      expect.arrayContaining(['flow', '1']) as unknown,
      expect.arrayContaining(['flow', '1']) as unknown,
    ]);
  });
});

describe.each(accounts.filter(({ uid }) => uid === 0))('the configuration lets $name', (account) => {
  it.each([
    ['it is not there', null, 3],
    ['it does not say so', 'look /srv\n', 2],
    ['it says more on the same line', 'limits of everything\n', 2],
  ])('see nothing where %s', async (_why, configuration, exitCode) => {
    const program = await aLimitsProgram({ account, configuration });

    expect(await program.run('descriptors')).toMatchObject({ exitCode, output: '' });
  });

  it('see nothing where others may write it', async () => {
    const program = await aLimitsProgram({ account });
    await chmod(program.configuration, 0o666);

    expect(await program.run('connections')).toMatchObject({ exitCode: 3, output: '' });
  });
});

it.each([[], ['all'], ['descriptors', 'connections'], ['--help']].map((words) => [words]))(
  'refuses the words %j',
  async (words) => {
    const program = await aLimitsProgram({});

    expect(await program.run(...words)).toMatchObject({ exitCode: 2, output: '' });
  },
);

const aTable = {
  'sys/net/netfilter/nf_conntrack_count': '900\n',
  'sys/net/netfilter/nf_conntrack_max': '1000\n',
  'sys/net/netfilter/nf_conntrack_buckets': '256\n',
  'sys/net/netfilter/nf_conntrack_tcp_timeout_established': '432000\n',
  'net/stat/nf_conntrack':
    'entries drop early_drop insert_failed\n0000001f 0000000f 00000002 00000000\n0000001f 00000001 00000000 00000001\n',
  'net/nf_conntrack': [
    'ipv4     2 tcp      6 431999 ESTABLISHED src=10.0.0.9 dst=10.0.0.7 sport=40000 dport=5432 src=10.0.0.7 dst=10.0.0.9 sport=5432 dport=40000 [ASSURED] mark=0 use=2',
    'ipv4     2 tcp      6 431998 ESTABLISHED src=10.0.0.9 dst=10.0.0.7 sport=40001 dport=5432 src=10.0.0.7 dst=10.0.0.9 sport=5432 dport=40001 [ASSURED] mark=0 use=2',
    'ipv4     2 udp      17 29 src=10.0.0.9 dst=10.0.0.8 sport=5353 dport=53 [UNREPLIED] src=10.0.0.8 dst=10.0.0.9 sport=53 dport=5353 mark=0 use=2',
    'ipv6     10 tcp      6 5 TIME_WAIT src=fd00::9 dst=fd00::7 sport=1 dport=80 src=fd00::7 dst=fd00::9 sport=80 dport=1 [ASSURED] mark=0 use=2',
    '',
  ].join('\n'),
};

/** A server that keeps what connects to it. */
async function aListener() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.on('connection', (socket) => sockets.push(socket));
  return {
    port,
    visit: async () => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
    },
  };
}
