import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Host } from '../../../../stack/host/host.ts';
import { startHost } from '../../../../stack/host/host.ts';
import { startChild } from '../../../../stack/running/child-process.ts';
import { mountNamespaceOf, processesIn } from '../../../support/hosts/namespaces.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

async function aHost(installed: readonly string[] = []): Promise<Host> {
  const host = await startHost({ name: 'lamp-1', dataDir: await scratchFolder(), installed });
  onTestFinished(() => host.stop());
  return host;
}

const hostModule = new URL('../../../../stack/host/host.ts', import.meta.url).href;

it('has a name and processes of its own', async () => {
  const host = await aHost();

  const { stdout } = await host.run(['sh', '-c', 'hostname; ls -d /proc/[0-9]* | wc -l']);

  const [name, processes] = stdout.split('\n');
  expect(name).toBe('lamp-1');
  expect(Number(processes)).toBeLessThan(10);
  expect(hostname()).not.toBe('lamp-1');
});

it.each(['/lamp', '/etc', '/usr', '/tmp', '/run', '/var/log', '/var/lib', '/home', '/srv', '/dev'])(
  'writes below %s for itself alone',
  async (folder) => {
    const path = `${folder}/nightshift-lamp`;
    const host = await aHost();

    await host.write(path, { content: 'bright' });

    expect(await host.succeed(['cat', path])).toBe('bright');
    expect(existsSync(path)).toBe(false);
  },
);

it.each(['/home', '/root', '/srv', '/opt', '/tmp', '/var/log', '/var/tmp', '/etc/sudoers.d'])(
  'shows nothing of what the machine has in %s',
  async (folder) => {
    const host = await aHost();

    expect(await host.succeed(['ls', '-A', folder])).toBe('');
  },
);

it('writes a file with its mode, its owner and any content', async () => {
  const host = await aHost();
  const content = Buffer.from([0, 255, 10, 39, 34]);

  await host.write("/srv/it's here/$HOME", { content, mode: 0o640, owner: 'root:adm' });

  const said = await host.succeed(['stat', '--format=%a %U:%G', "/srv/it's here/$HOME"]);
  const bytes = await host.succeed(['od', '-An', '-tu1', "/srv/it's here/$HOME"]);
  expect(said).toBe('640 root:adm\n');
  expect(bytes.trim().split(/\s+/).map(Number)).toEqual([...content]);
});

it.each([
  { what: 'bytes', disk: { bytes: 1024 * 1024 }, filling: 'head -c 2000000 /dev/zero >/srv/data/filler' },
  {
    what: 'files',
    disk: { bytes: 1024 * 1024, inodes: 4 },
    filling: 'touch /srv/data/a /srv/data/b /srv/data/c /srv/data/d',
  },
])('has disks that are full of $what', async ({ disk, filling }) => {
  const host = await aHost();
  await host.mount('/srv/data', disk);

  const { code, stderr } = await host.run(['sh', '-c', filling]);

  expect(code).toBe(1);
  expect(stderr).toContain('No space left on device');
});

it('says how a command ended', async () => {
  const host = await aHost();

  const failed = await host.run(['sh', '-c', 'cat; echo oops >&2; exit 3'], 'said');
  const killed = await host.run(['sh', '-c', 'kill -KILL $$']);
  const succeeding = host.succeed(['sh', '-c', 'echo oops >&2; exit 3']);

  expect(failed).toEqual({ code: 3, stdout: 'said', stderr: 'oops\n' });
  expect(killed.code).toBe(128 + 9);
  await expect(succeeding).rejects.toMatchObject({
    code: 'failed-to-start',
    message: expect.stringMatching(/ended with 3 on the host lamp-1:\noops/),
  });
});

it('has what was installed, with links followed and its own setuid bit, and finds it by the path of this machine', async () => {
  const folder = await scratchFolder();
  const path = await writeScript(join(folder, 'usr', 'bin', 'lamp'), 'echo "$0 $*"');
  await writeScript(join(folder, 'bin', 'bulb'), 'echo bulb');
  spawnSync('chown', ['1000:1000', path]);
  spawnSync('chmod', ['4755', path]);
  const host = await aHost([folder]);

  const { stdout } = await host.run([path, 'on']);
  const found = await host.succeed(['sh', '-c', 'stat --format=%a:%U /usr/bin/lamp; bulb; ls /bin/sh']);

  expect(stdout).toBe('/usr/bin/lamp on\n');
  expect(found).toBe('4755:root\nbulb\n/bin/sh\n');
});

it('runs components, whose every process ends with it', async () => {
  const host = await aHost();
  const service = await startChild({
    surroundings: host,
    name: 'lamp',
    command: 'sh',
    args: ['-c', 'setsid sleep 600 & pwd >lamp; exec sleep 600'],
    cwd: '/srv',
    ready: async () => (await host.run(['grep', '-qx', '/srv', '/srv/lamp'])).code === 0,
  });
  const namespace = mountNamespaceOf(host.pid);
  const before = processesIn(namespace).length;

  await host.stop();

  expect(before).toBeGreaterThan(4);
  expect(await service.exited).toBeDefined();
  expect(processesIn(namespace)).toEqual([]);
});

it('ends when only the process that stands for it is killed', async () => {
  const host = await aHost();
  const namespace = mountNamespaceOf(host.pid);

  process.kill(host.pid, 'SIGKILL');

  await expect.poll(() => processesIn(namespace), { timeout: 8_000 }).toEqual([]);
});

it('ends with the process that started it, however that ended', async () => {
  const program = `
    import { startHost } from '${hostModule}';
    const { pid, succeed } = await startHost({ name: 'lamp-1', dataDir: '${await scratchFolder()}' });
    await succeed(['sh', '-c', 'setsid sleep 600 >/dev/null 2>&1 &']);
    console.log(pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const namespace = mountNamespaceOf(Number(printed.toString()));
  const before = processesIn(namespace).length;

  parent.kill('SIGKILL');

  expect(before).toBeGreaterThan(2);
  await expect.poll(() => processesIn(namespace), { timeout: 8_000 }).toEqual([]);
});

it('is made by root only', async () => {
  const user = vi.spyOn(process, 'getuid').mockReturnValue(1_000);
  onTestFinished(() => user.mockRestore());

  const starting = startHost({ name: 'lamp-1', dataDir: await scratchFolder() });

  await expect(starting).rejects.toMatchObject({
    code: 'not-permitted',
    message: expect.stringContaining('Only root can make a host'),
  });
});

it.each([
  { title: 'may not mount', restriction: ['--bounding-set=-sys_admin'], reason: /--privileged[^]*not permitted/ },
  { title: 'may not gain privileges', restriction: ['--no-new-privs'], reason: /no_new_privs/ },
])('says what it needs when root $title', async ({ restriction, reason }) => {
  const program = `
    import { startHost } from '${hostModule}';
    await startHost({ name: 'lamp-1', dataDir: '${await scratchFolder()}' }).catch(({ code, message }) => console.log(code, message));`;

  const args = [...restriction, '--', process.execPath, '--input-type=module', '-e', program];
  const { stdout } = spawnSync('setpriv', args, { encoding: 'utf8' });

  expect(stdout).toMatch(/^not-permitted /);
  expect(stdout).toMatch(reason);
});

it('says what failed where the machine allows it', async () => {
  const missing = join(await scratchFolder(), 'missing');

  const starting = startHost({ name: 'lamp-1', dataDir: await scratchFolder(), installed: [missing] });

  await expect(starting).rejects.toMatchObject({ code: 'failed-to-start', message: expect.stringContaining(missing) });
});
