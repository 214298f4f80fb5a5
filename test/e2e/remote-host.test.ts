import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { acquire } from '../../stack/acquire.ts';
import { nodeExporter } from '../../stack/components/node-exporter.ts';
import { openssh } from '../../stack/components/openssh.ts';
import { sshKeyIn } from '../../stack/host/ssh-keys.ts';
import { ansible } from '../../stack/programs/ansible.ts';
import { logrotate } from '../../stack/programs/logrotate.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import { sudoersFor } from '../../clients/hosts/host-access.ts';
import { aDisk, aService } from '../support/builders.ts';
import { mountNamespaceOf, processesIn } from '../support/hosts/namespaces.ts';
import { progress } from '../support/scene.ts';
import { overSsh, sshOptions } from '../support/ssh/ssh-client.ts';
import { hostDuties } from '../support/hosts/host-duties.ts';

const megabyte = 1024 * 1024;

const sudoers = `
nightshift ALL=(root) NOPASSWD: /usr/local/bin/restart lamp, /usr/sbin/logrotate /etc/rotate.conf
`;

const files = {
  '/usr/local/bin/restart': { content: '#!/bin/sh\necho "$(id -un) restarts $*"\n', mode: 0o755 },
  '/etc/rotate.conf': { content: '/srv/data/app.log {\n  size 1k\n  rotate 2\n  compress\n}\n' },
  '/srv/data/app.log': { content: 'a line\n'.repeat(1_000) },
};

const cleanup = new AsyncDisposableStack();
let folder: string;
let remote: RemoteHost;
let machine: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-remote-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  machine = ownFilesOfTheMachine();
  remote = await startRemoteHost({
    folder,
    progress,
    sudoers,
    files,
    disks: { '/srv/data': { bytes: 20 * megabyte }, '/srv/full': { bytes: megabyte } },
    programs: [logrotate, nodeExporter],
  });
  cleanup.defer(remote.stop);
});

afterAll(() => cleanup.disposeAsync());

/** What a host could have changed on the machine below it. */
function ownFilesOfTheMachine(): readonly string[] {
  const databases = ['passwd', 'group', 'shadow', 'hosts'].map((name) => readFileSync(`/etc/${name}`, 'utf8'));
  const mounts = readFileSync('/proc/self/mounts', 'utf8');
  const folders = ['/', '/etc', '/home', '/srv', '/usr/local/bin', '/var/log'].flatMap((each) => readdirSync(each));
  return [...databases, mounts, ...folders];
}

it('lets its account in, as somebody without rights on a host of its own', async () => {
  const { stdout, stderr } = await overSsh(remote.ssh, 'id -un; hostname; pwd; cat /etc/shadow');

  expect(stdout).toBe('nightshift\nweb-1\n/home/nightshift\n');
  expect(stderr).toContain('Permission denied');
});

it('refuses another key', async () => {
  const privateKeyFile = join(folder, 'another_key');
  await sshKeyIn(privateKeyFile, remote.host);

  const { code, stderr } = await overSsh(remote.ssh, 'id', { privateKeyFile });

  expect(code).toBe(255);
  expect(stderr).toContain('Permission denied (publickey)');
});

it('refuses another account', async () => {
  const { code, stderr } = await overSsh(remote.ssh, 'id', { account: 'root' });

  expect(code).toBe(255);
  expect(stderr).toContain('Permission denied (publickey)');
});

it('is recognised after a restart, and not by another key of its own', async () => {
  const options = { host: remote.host, account: 'nightshift', dataDir: join(folder, 'restarted') };
  const first = await openssh.start(remote.server, options);
  onTestFinished(() => first.stop());
  const { port, knownHostsFile } = first;
  const known = readFileSync(knownHostsFile, 'utf8');

  await openssh.stop(first);
  const same = await openssh.start(remote.server, { ...options, port });
  const recognised = await overSsh(same, 'hostname');
  await openssh.stop(same);
  const hostKeyFile = join(folder, 'another_host_key');
  const changed = await openssh.start(remote.server, { ...options, port, hostKeyFile });
  onTestFinished(() => changed.stop());
  await writeFile(knownHostsFile, known);
  const refused = await overSsh(changed, 'hostname');

  expect(recognised.stdout).toBe('web-1\n');
  expect(refused).toMatchObject({ code: 255, stdout: '' });
  expect(refused.stderr).toContain('Host key verification failed');
  expect(changed.hostKey).not.toBe(same.hostKey);
});

it('lets sudo run exactly what the sudoers file says', async () => {
  const { stdout, code } = await overSsh(remote.ssh, 'sudo -n /usr/local/bin/restart lamp');

  expect({ stdout, code }).toEqual({ stdout: 'root restarts lamp\n', code: 0 });
});

it.each([
  'sudo -n /usr/local/bin/restart bulb',
  'sudo -n /usr/local/bin/restart lamp bulb',
  'sudo -n /usr/local/bin/restart',
  'sudo -n -u nobody /usr/local/bin/restart lamp',
  'sudo -n /bin/sh',
  'sudo -n cat /etc/shadow',
])('refuses %s', async (commandLine) => {
  const { code, stdout, stderr } = await overSsh(remote.ssh, commandLine);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('a password is required');
});

it('takes what Nightshift prints as sudoers, whatever stands in it', async () => {
  const words = ['a b', '*', 'x=1,y:2', '"', "'", '\\', '#', '!', '^', '(', 'ü'] as const;
  const service = aService({ restart: ['sudo', '-n', '/usr/local/bin/restart', ...words] });
  const line = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');

  const content = sudoersFor('nightshift', hostDuties({ services: [service], disks: [aDisk()] }));
  await remote.host.write('/etc/sudoers.d/nightshift', { content, mode: 0o440 });
  const check = await remote.host.run(['visudo', '-c', '-f', '/etc/sudoers.d/nightshift']);
  await remote.host.write('/etc/sudoers', { content: `${content}${sudoers}`, mode: 0o440 });
  const right = await overSsh(remote.ssh, `sudo -n /usr/local/bin/restart ${line}`);
  const wrong = await overSsh(remote.ssh, `sudo -n /usr/local/bin/restart ${line.replace("'*'", 'anything')}`);

  expect(check).toMatchObject({ code: 0 });
  expect(right).toMatchObject({ code: 0, stdout: expect.stringMatching(/^root restarts a b \* /) as unknown });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
});

it('has a disk that is full when it is filled, as node_exporter sees it from there', async () => {
  const exporter = await nodeExporter.start(await acquire(nodeExporter), { surroundings: remote.host });
  onTestFinished(() => nodeExporter.stop(exporter));
  const sizes = async () => {
    const text = await (await fetch(`${exporter.url}/metrics`)).text();
    const lines = [...text.matchAll(/^node_filesystem_(size|avail)_bytes\{.*mountpoint="\/srv\/full"\} (\S+)$/gm)];
    return Object.fromEntries(lines.map(([, name, value]) => [name, Number(value)]));
  };
  const empty = await sizes();

  const { stderr } = await remote.host.run(['sh', '-c', 'cat /dev/zero >/srv/full/filler']);

  expect(empty).toEqual({ size: megabyte, avail: megabyte });
  expect(stderr).toContain('No space left on device');
  expect(await sizes()).toEqual({ size: megabyte, avail: 0 });
});

it('has the real logrotate, which rotates what the account may have rotated', async () => {
  const { code, stderr } = await overSsh(remote.ssh, 'sudo -n /usr/sbin/logrotate /etc/rotate.conf');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await remote.host.succeed(['ls', '/srv/data'])).toBe('app.log.1.gz\n');
  expect(await remote.host.succeed(['zcat', '/srv/data/app.log.1.gz'])).toContain('a line\n');
});

it('is configured by the real Ansible', async () => {
  const program = await acquire(ansible, progress);
  const { port, account } = remote.ssh;
  const connection = { ansible_host: '127.0.0.1', ansible_port: port, ansible_user: account };
  const python = { ansible_python_interpreter: '/usr/bin/python3' };
  const inventory = join(folder, 'inventory.json');
  const variables = { ...connection, ...python, ansible_ssh_common_args: sshOptions(remote.ssh).join(' ') };
  await writeFile(inventory, JSON.stringify({ all: { hosts: { 'web-1': variables } } }));
  const task = {
    name: 'Write',
    'ansible.builtin.copy': { dest: '/home/nightshift/note', content: 'by {{ ansible_user }}' },
  };
  await writeFile(join(folder, 'play.yml'), JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [task] }]));

  const path = program.kind === 'executable' ? program.path : '';
  const env = { ...process.env, HOME: folder };
  const printed = execFileSync(path, ['-i', inventory, join(folder, 'play.yml')], { env, encoding: 'utf8' });

  expect(printed).toMatch(/web-1 +: ok=1 +changed=1 +unreachable=0 +failed=0/);
  expect(await remote.host.succeed(['cat', '/home/nightshift/note'])).toBe('by nightshift');
});

it('changes nothing of the machine', () => {
  expect(ownFilesOfTheMachine()).toEqual(machine);
});

it('lets nobody use sudo where nothing is said about it', async () => {
  const another = await startRemoteHost({ folder: join(folder, 'silent'), progress, name: 'web-2', account: 'ann' });
  onTestFinished(() => another.stop());

  const { stdout, stderr, code } = await overSsh(another.ssh, 'id -un; hostname; sudo -n true');

  expect({ stdout, code }).toEqual({ stdout: 'ann\nweb-2\n', code: 1 });
  expect(stderr).toContain('a password is required');
});

it('is gone with every process and mount when it is stopped', async () => {
  const another = await startRemoteHost({ folder: join(folder, 'another'), progress });
  const namespace = mountNamespaceOf(another.host.pid);
  await overSsh(another.ssh, 'setsid sleep 600 >/dev/null 2>&1 &');
  const before = processesIn(namespace).length;

  await another.stop();

  expect(before).toBeGreaterThan(4);
  expect(processesIn(namespace)).toEqual([]);
  expect(ownFilesOfTheMachine()).toEqual(machine);
});

it('is gone with the process that started it, however that ended', async () => {
  const program = `
    import { startRemoteHost } from '${new URL('../../stack/remote-host.ts', import.meta.url).href}';
    const { host } = await startRemoteHost({ folder: '${join(folder, 'killed')}', progress: () => {} });
    console.log(host.pid);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const namespace = mountNamespaceOf(Number(printed.toString()));
  const before = processesIn(namespace).length;

  parent.kill('SIGKILL');

  expect(before).toBeGreaterThan(2);
  await vi.waitFor(() => expect(processesIn(namespace)).toEqual([]), { timeout: 20_000, interval: 200 });
});
