import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { createSshCommands } from '../../clients/ssh/ssh-commands.ts';
import type { SshHost } from '../../model/host/host.ts';
import { openssh } from '../../stack/components/openssh.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import { progress } from '../support/scene.ts';
import { sshHostOf } from '../support/ssh/ssh-hosts.ts';

const soon = { timeoutMs: 30_000 };

const cleanup = new AsyncDisposableStack();
let folder: string;
let remote: RemoteHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-ssh-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  remote = await startRemoteHost({ folder, progress, sshdSettings: { DisableForwarding: 'no' } });
  cleanup.defer(remote.stop);
});

afterAll(() => cleanup.disposeAsync());

function commandsOn(...hosts: readonly SshHost[]) {
  const commands = createSshCommands(hosts);
  onTestFinished(commands.close);
  return commands.run;
}

/** Whether a program with these words on its command line runs on the host. */
async function isRunning(words: string): Promise<boolean> {
  return (await remote.host.run(['pgrep', '-fx', words])).code === 0;
}

/** A second server of the host, which a test may spoil. */
async function anotherServer(name: string) {
  const server = await openssh.start(remote.server, {
    host: remote.host,
    account: 'nightshift',
    dataDir: join(folder, name),
  });
  onTestFinished(server.stop);
  return server;
}

it('runs a command there, as the account, and hears how it ended', async () => {
  const run = commandsOn(sshHostOf(remote.ssh));

  const outcome = await run('web-1', ['sh', '-c', 'id -un; hostname; echo oops >&2; exit 3'], soon);

  expect(outcome).toEqual({ exitCode: 3, output: 'nightshift\nweb-1\noops\n', truncated: false, problem: null });
});

it.each(["'; touch /tmp/pwned; '", '$(touch /tmp/pwned)', 'a\nb', '-n', '*', '~', 'ü€😀', ''])(
  'hands %j over as one word',
  async (word) => {
    const run = commandsOn(sshHostOf(remote.ssh));

    const outcome = await run('web-1', ['printf', '%s|', word, 'end'], soon);

    expect(outcome).toMatchObject({ exitCode: 0, output: `${word}|end|` });
    expect((await remote.host.run(['test', '-e', '/tmp/pwned'])).code).toBe(1);
  },
);

it('gives a command no input', async () => {
  const run = commandsOn(sshHostOf(remote.ssh));

  expect(await run('web-1', ['cat'], soon)).toMatchObject({ exitCode: 0, output: '' });
});

it('sends nothing to a host that shows another key', async () => {
  const other = await anotherServer('other');
  const run = commandsOn(sshHostOf(remote.ssh, { hostKeys: [other.hostKey] }));

  const outcome = await run('web-1', ['touch', '/tmp/sent'], soon);

  expect(outcome).toMatchObject({ exitCode: null, problem: 'not-started' });
  expect(outcome.output).toContain('is not one of its hostKeys');
  expect((await remote.host.run(['test', '-e', '/tmp/sent'])).code).toBe(1);
});

it('reaches a host by a key that an agent holds', async () => {
  const agent = spawn('ssh-agent', ['-D', '-a', join(folder, 'agent.sock')], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void agent.kill());
  await once(agent.stdout, 'data');
  const env = { ...process.env, SSH_AUTH_SOCK: join(folder, 'agent.sock') };
  await once(spawn('ssh-add', ['-q', remote.ssh.privateKeyFile], { env, stdio: 'inherit' }), 'exit');
  const run = commandsOn(sshHostOf(remote.ssh, { identity: { kind: 'agent', socket: join(folder, 'agent.sock') } }));

  expect(await run('web-1', ['id', '-un'], soon)).toMatchObject({ exitCode: 0, output: 'nightshift\n' });
});

it('goes through a host to the one behind it', async () => {
  const inner = await anotherServer('inner');
  const run = commandsOn(sshHostOf(inner, { name: 'db-1', via: sshHostOf(remote.ssh, { name: 'gate' }) }));

  expect(await run('db-1', ['printenv', 'SSH_CONNECTION'], soon)).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining(` ${inner.port}\n`) as unknown,
  });
});

it('ends a command that never does, on the host too', async () => {
  const run = commandsOn(sshHostOf(remote.ssh));

  const outcome = await run('web-1', ['sh', '-c', 'echo so far; exec sleep 4711'], { timeoutMs: 1_000 });

  expect(outcome).toEqual({ exitCode: null, output: 'so far\n', truncated: false, problem: 'timed-out' });
  await vi.waitFor(async () => expect(await isRunning('sleep 4711')).toBe(false), { timeout: 10_000 });
});

it('kills a command that does not end when it is asked to, and what that has started', async () => {
  const run = commandsOn(sshHostOf(remote.ssh));

  const outcome = await run('web-1', ['sh', '-c', 'trap "" TERM; sleep 4712'], { timeoutMs: 500 });

  expect(outcome.problem).toBe('timed-out');
  await vi.waitFor(async () => expect(await isRunning('sleep 4712')).toBe(false), { timeout: 10_000 });
});

it('keeps the end of a gigabyte, and little of it in memory', async () => {
  const run = commandsOn(sshHostOf(remote.ssh));
  const before = process.memoryUsage.rss();

  const outcome = await run('web-1', ['sh', '-c', 'head -c 1000000000 /dev/zero; echo; echo the end'], {
    timeoutMs: 120_000,
    maxOutputBytes: 8,
  });

  expect(outcome).toEqual({ exitCode: 0, output: 'the end\n', truncated: true, problem: null });
  expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024);
});

it('does not know what a command did whose server went away, and connects to the next one', async () => {
  const first = await anotherServer('spoiled');
  const run = commandsOn(sshHostOf(first));

  const running = run('web-1', ['sh', '-c', 'echo half; exec sleep 4713'], soon);
  await vi.waitFor(async () => expect(await isRunning('sleep 4713')).toBe(true), { timeout: 10_000 });
  await remote.host.run(['pkill', '-KILL', '-f', 'sshd: nightshift']);
  const outcome = await running;
  const next = await run('web-1', ['hostname'], soon);

  expect(outcome).toMatchObject({ exitCode: null, output: 'half\n', problem: 'disconnected' });
  expect(next).toMatchObject({ exitCode: 0, output: 'web-1\n' });
});

it('gives a server up that falls silent in the middle, and connects anew', async () => {
  const run = commandsOn(sshHostOf(await anotherServer('frozen')));
  await run('web-1', ['true'], soon);
  const sessions = ['-f', 'sshd: nightshift'];
  onTestFinished(async () => void (await remote.host.run(['pkill', '-CONT', ...sessions])));

  const running = run('web-1', ['sh', '-c', 'echo half; exec sleep 4714'], { timeoutMs: 8_000 });
  await vi.waitFor(async () => expect(await isRunning('sleep 4714')).toBe(true), { timeout: 7_000 });
  await remote.host.run(['pkill', '-STOP', ...sessions]);
  const outcome = await running;
  const next = await run('web-1', ['hostname'], soon);

  expect(outcome).toMatchObject({ exitCode: null, output: 'half\n', problem: 'timed-out' });
  expect(next).toMatchObject({ exitCode: 0, output: 'web-1\n' });
});

it('lets in nobody by a key whose passphrase is wrong, and by one whose is right', async () => {
  const file = join(folder, 'locked_key');
  await copyFile(remote.ssh.privateKeyFile, file);
  await chmod(file, 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', file]);
  const privateKey = await readFile(file, 'utf8');
  const [right, wrong] = ['open sesame', 'open'].map((passphrase) =>
    commandsOn(sshHostOf(remote.ssh, { identity: { kind: 'key', privateKey, passphrase } })),
  );

  expect(await right?.('web-1', ['id', '-un'], soon)).toMatchObject({ exitCode: 0, output: 'nightshift\n' });
  expect(await wrong?.('web-1', ['id', '-un'], soon)).toMatchObject({ exitCode: null, problem: 'not-started' });
});

it('runs no more commands at a time than the server takes sessions', async () => {
  const run = commandsOn(sshHostOf(remote.ssh));

  const outcomes = await Promise.all(Array.from({ length: 40 }, () => run('web-1', ['sleep', '0.02'], soon)));

  expect(outcomes.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
});
