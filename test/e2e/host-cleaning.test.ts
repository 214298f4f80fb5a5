import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../activities/actions/index.ts';
import { checks } from '../../activities/checks/index.ts';
import { diskDirectory } from '../../activities/described/disks.ts';
import { createMeasuringActivities } from '../../activities/disks/measuring.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import { hostConfigurationFor, sudoersFor } from '../../clients/hosts/host-access.ts';
import type { HostTool } from '../../clients/hosts/host-tool.ts';
import { createHostTool } from '../../clients/hosts/host-tool.ts';
import { createSshCommands } from '../../clients/ssh/ssh-commands.ts';
import type { CleaningRule } from '../../model/host/cleaning.ts';
import { areaTarget, diskTarget } from '../../model/host/cleaning.ts';
import { cleaningLadder } from '../../model/host/cleaning-plan.ts';
import { journald } from '../../stack/programs/journald.ts';
import { logrotate } from '../../stack/programs/logrotate.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import { aDisk, anArea } from '../support/builders.ts';
import { progress } from '../support/scene.ts';
import { servicesHere } from '../support/hosts/services-here.ts';
import { overSsh } from '../support/ssh/ssh-client.ts';
import { sshHostOf } from '../support/ssh/ssh-hosts.ts';
import { hostDuties } from '../support/hosts/host-duties.ts';

const rules = {
  temporary: { kind: 'temporary', root: '/srv/small/tmp', olderThanMinutes: 0 },
  packages: { kind: 'packages', manager: 'apt' },
  journal: { kind: 'journal', keepBytes: 2 ** 20 },
  logs: { kind: 'logs', configFile: '/etc/rotate.conf', stateFile: '/var/lib/rotation' },
  images: { kind: 'images', engine: 'podman' },
} as const satisfies Readonly<Record<string, CleaningRule>>;

const disk = aDisk({ host: 'web-1', path: '/srv/small', areas: Object.values(rules).map((rule) => anArea(rule)) });
const duties = hostDuties({ disks: [disk] });

const rotation = '/srv/logs/*.log {\n  rotate 2\n  size 10k\n  compress\n  missingok\n}\n';

/** The contract of an engine that has three images and one container: what its command line prints. */
const engine = `#!/bin/sh
set -eu
cd /srv/images
case "$*" in
  'image ls --quiet') ls ;;
  'image ls --quiet --no-trunc') ls | sed 's/^/sha256:/' ;;
  'ps --all --quiet --no-trunc') echo c1 ;;
  "inspect --format {{.Image}} c1") echo sha256:used ;;
  'image prune --all --force') rm -f old older ;;
  'image inspect --format '*) shift 4; for id; do printf '%s\\t%s\\t[%s:1]\\n' "$(wc -c <"\${id#sha256:}")" "$id" "\${id#sha256:}"; done ;;
  *) echo "no such command: $*" >&2; exit 125 ;;
esac
`;

const cleanup = new AsyncDisposableStack();
let remote: RemoteHost;
let folder: string;
let tool: HostTool;
let deps: Parameters<typeof createMeasuringActivities>[0] &
  Parameters<(typeof checks)['disk-usage']>[1] &
  Parameters<(typeof actions)['delete-temporary-files']['perform']>[1];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-cleaning-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const program = await readFile(new URL('../../deploy/hosts/nightshift-host', import.meta.url));
  remote = await startRemoteHost({
    folder,
    progress,
    programs: [journald, logrotate],
    sudoers: sudoersFor('nightshift', duties),
    disks: { '/srv/small': { bytes: 4_000_000, inodes: 200 } },
    files: {
      '/usr/local/libexec/nightshift-host': { content: program, mode: 0o755 },
      '/etc/nightshift/host.conf': { content: hostConfigurationFor(duties) },
      '/etc/rotate.conf': { content: rotation },
      '/usr/bin/podman': { content: engine, mode: 0o755 },
    },
  });
  cleanup.defer(remote.stop);
  const ssh = createSshCommands([sshHostOf(remote.ssh)]);
  cleanup.defer(ssh.close);
  tool = createHostTool('web-1', ssh.run);
  const evidence = createEvidenceFiles(join(folder, 'evidence'), 3_600_000);
  deps = { ...servicesHere(), disks: diskDirectory([disk]), runOnHost: ssh.run, evidence };
});

afterAll(() => cleanup.disposeAsync());

/** Runs a script on the host, as root. */
function onHost(script: string): Promise<string> {
  return remote.host.succeed(['sh', '-euc', script]);
}

/** Every file below these folders, with its inode: a file that only gets another name stays the same. */
async function filesIn(...folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const printed = await onHost(`find ${folders.join(' ')} -type f -printf '%i\\t%p\\n'`);
  const lines = printed.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => line.split('\t') as [string, string]));
}

/** What one cleaning lists, what it then says that it has removed, and which files are really gone. */
async function cleaned(rule: CleaningRule, ...folders: readonly string[]) {
  const before = await filesIn(...folders);
  const listed = await tool.clean('list', rule);
  const untouched = await filesIn(...folders);
  const done = await tool.clean('clean', rule);
  const after = await filesIn(...folders);
  expect(untouched).toEqual(before);
  return {
    listed,
    done,
    namesOf: (answer: typeof done) => answer.items.map(({ name }) => name).toSorted(),
    gone: [...before].flatMap(([inode, path]) => (after.has(inode) ? [] : path)).toSorted(),
    left: [...after.values()].toSorted(),
  };
}

describe('a disk without inodes', () => {
  it('is measured as full, cleaned by what gives inodes back, and then healthy', async () => {
    await onHost('mkdir /srv/small/tmp; cd /srv/small/tmp; (seq 1000 | xargs touch -d 2020-01-01) 2>/dev/null || true');
    const [target] = [diskTarget(disk)];

    const full = await createMeasuringActivities(deps).measureDisk({ target });
    const before = await checks['disk-usage']({ check: 'disk-usage', target }, deps);
    const [rung] = cleaningLadder(full);
    const result = await actions['delete-temporary-files'].perform(areaTarget(disk, anArea(rules.temporary)), deps, {});
    const after = await checks['disk-usage']({ check: 'disk-usage', target }, deps);

    expect(full.usage).toMatchObject({ inodes: 200, inodesAvailable: 0 });
    expect(full.largest.filter(({ measure }) => measure === 'inodes')).toMatchObject([{ path: '/srv/small/tmp' }]);
    expect(before).toMatchObject({
      health: 'unhealthy',
      summary: expect.stringContaining('its inodes 100.0 %') as unknown,
    });
    expect(rung?.actions.map(({ action }) => action)).toEqual(['delete-temporary-files']);
    expect(result.summary).toMatch(/^deleted 1\d\d temporary files, freed 0 bytes; listed in /);
    expect(after.health).toBe('healthy');
  });
});

describe('the cache of apt', () => {
  it('is cleaned by apt, and every file that goes is on the list', async () => {
    await remote.host.write('/etc/apt/apt.conf.d/zz-caches', { content: 'Dir::Cache::pkgcache "pkgcache.bin";\n' });
    const names = ['archives/a_1_all.deb', 'archives/partial/c_3_all.deb.FAILED', 'archives/odd', 'pkgcache.bin'];
    await onHost(`apt-get clean; cd /var/cache/apt
      mkdir -p archives/partial /var/lib/apt/lists/partial
      for name in ${names.join(' ')} /var/lib/apt/lists/partial/half; do head -c 5000 /dev/zero >$name; done`);

    const { listed, done, namesOf, gone, left } = await cleaned(
      rules.packages,
      '/var/cache/apt',
      '/var/lib/apt/lists/partial',
    );

    expect(done).toEqual(listed);
    expect(done.status).toBe('done');
    expect(namesOf(done)).toEqual(gone);
    expect(gone).toHaveLength(4);
    expect(left).toContain('/var/cache/apt/pkgcache.bin');
  });
});

describe('the journal', () => {
  it('loses its oldest files, each of them on the list, and goes on', async () => {
    const filler = 'a line that is long enough to fill the pages of a journal';
    await onHost(`mount -t cgroup2 cgroup2 /sys/fs/cgroup
      mkdir -p /run/systemd/journal
      setsid /lib/systemd/systemd-journald >/dev/null 2>&1 </dev/null &
      until [ -S /run/systemd/journal/stdout ]; do sleep 0.1; done
      for part in 1 2 3 4; do yes "${filler} $part" | head -n 20000 | systemd-cat -t filler; done
      journalctl --sync`);

    const { listed, done, namesOf, gone, left } = await cleaned(rules.journal, '/run/log/journal');

    expect([listed.status, done.status]).toEqual(['done', 'done']);
    expect(listed.bytes).toBeGreaterThan(0);
    expect(gone.length).toBeGreaterThan(0);
    expect(namesOf(done)).toEqual(gone);
    expect(left.some((path) => path.endsWith('/system.journal'))).toBe(true);
  });
});

describe('logs', () => {
  it('are rotated by logrotate where they are due, as listed before', async () => {
    await onHost(`mkdir -p /srv/logs; cd /srv/logs
      for name in due also-due; do yes 'a line' | head -c 50000 >$name.log; done
      echo 'a few words' >short.log`);

    const { listed, done, namesOf, left } = await cleaned(rules.logs, '/srv/logs');

    expect(done.status).toBe('done');
    expect(namesOf(done)).toEqual(['/srv/logs/also-due.log', '/srv/logs/due.log']);
    expect(namesOf(listed)).toEqual(namesOf(done));
    expect(left).toEqual(['also-due.log.1.gz', 'due.log.1.gz', 'short.log'].map((name) => `/srv/logs/${name}`));
  });
});

describe('images', () => {
  it('go where no container was made from them, as listed before', async () => {
    await onHost('mkdir /srv/images; cd /srv/images; echo a >used; echo old >old; echo older >older');

    const { listed, done, namesOf, gone } = await cleaned(rules.images, '/srv/images');

    expect(done).toMatchObject({ status: 'done', count: 2, bytes: 10 });
    expect(namesOf(done)).toEqual(['[old:1]', '[older:1]']);
    expect(listed).toEqual(done);
    expect(gone).toEqual(['/srv/images/old', '/srv/images/older']);
  });
});

describe('what is deleted and still open', () => {
  it('is found and named, whoever holds it', async () => {
    await onHost(`head -c 100000 /dev/zero >/srv/small/held; exec 3</srv/small/held; rm /srv/small/held
      setsid sleep 600 >/dev/null 2>&1 </dev/null & echo`);

    const { openDeleted } = await createMeasuringActivities(deps).measureDisk({ target: diskTarget(disk) });

    expect(openDeleted).toMatchObject([{ program: 'sleep', bytes: 100_000, path: '/srv/small/held' }]);
  });
});

describe('sudo', () => {
  it.each([
    'files clean /srv/small/tmp 1',
    'files clean /srv/small 0',
    'files clean /srv/small/tmp',
    'files clean /srv/small/tmp 0 0',
    'caches clean dnf',
    'journal vacuum 2097152',
    'logs rotate /etc/rotate.conf',
    'images prune docker',
    '',
  ])('lets the account do nothing else than what its configuration says: %s', async (words) => {
    const { code, stdout, stderr } = await overSsh(remote.ssh, `sudo -n /usr/local/libexec/nightshift-host ${words}`);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('a password is required');
  });
});
