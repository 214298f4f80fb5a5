import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../activities/actions/index.ts';
import { checks } from '../../activities/checks/index.ts';
import { hostPartDirectory } from '../../activities/described/host-parts.ts';
import { createDnsActivities } from '../../activities/hosts/dns.ts';
import { createCollectingActivities } from '../../activities/logs/collecting.ts';
import { createHostCommands } from '../../clients/commands/hosts.ts';
import { hostConfigurationFor, sudoersFor } from '../../clients/hosts/host-access.ts';
import { parseConfig } from '../../config/load.ts';
import type { ActionName, CheckName } from '../../model/names.ts';
import { hostSettings } from '../../demo/demo-host.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import type { TestDnsServer } from '../support/dns/dns-server.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { progress } from '../support/scene.ts';
import { hostDuties } from '../support/hosts/host-duties.ts';
import { servicesHere } from '../support/hosts/services-here.ts';
import { root } from '../support/sources/source-tree.ts';
import { putUnit, standIns } from '../support/hosts/systemd-stand-in.ts';

const name = 'db.nightshift.test';
const resolvConf =
  '# the servers of this host\nnameserver 127.0.72.1\nnameserver 127.0.72.2\noptions timeout:1 attempts:1\n';
const clock = { daemon: 'chrony.service', maxOffset: '5s' };
const units = ['lamp.service', { unit: 'report.service', runAgain: true }];
const dns = { resolver: 'resolv.conf', names: [name] };

const cleanup = new AsyncDisposableStack();
let remote: RemoteHost;
let servers: readonly [TestDnsServer, TestDnsServer];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-upkeep-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const program = await readFile(join(root, 'deploy/hosts/nightshift-host-dns'));
  const files = {
    ...standIns,
    '/usr/local/libexec/nightshift-host-dns': { content: program, mode: 0o755 },
    '/etc/resolv.conf': { content: resolvConf, mode: 0o644 },
  };
  remote = await startRemoteHost({ folder, progress, files });
  cleanup.defer(remote.stop);
  servers = [
    await startDnsServer('127.0.72.1', 53, { [name]: '10.1.1.1' }),
    await startDnsServer('127.0.72.2', 53, { [name]: '10.1.1.1' }),
  ];
  for (const { stop } of servers) cleanup.defer(stop);
});

afterAll(() => cleanup.disposeAsync());

/** Nightshift with a configuration, on a host that allows just what it needs for that. */
async function theHost(part: object) {
  const { ssh, host } = remote;
  const described = { ...hostSettings(remote), match: { instance: 'web-1:9100' }, ...part };
  const { hosts, hostParts } = parseConfig(JSON.stringify({ hosts: [described] }), 'test.yaml', {});
  const duties = hostDuties({ hostParts });
  await host.write('/etc/sudoers', { content: sudoersFor(ssh.account, duties), mode: 0o440 });
  await host.write('/etc/nightshift/host.conf', { content: hostConfigurationFor(duties) });
  const commands = createHostCommands(hosts);
  cleanup.defer(commands.close);
  const deps = { ...servicesHere(), hostParts: hostPartDirectory(hostParts), runOnHost: commands.run };
  return {
    host,
    look: (check: CheckName, target: string) => checks[check]({ check, target }, deps),
    observe: (action: ActionName, target: string) => actions[action].observe(target, deps),
    perform: (action: ActionName, target: string) => actions[action].perform(target, deps, {}),
    didHappen: (action: ActionName, target: string, before: Readonly<Record<string, string>>) =>
      actions[action].didHappen(target, before, deps),
    examine: (target: string) => createDnsActivities(deps).examineDns({ target }),
    readLog: (target: string) => createCollectingActivities(deps).collectLogs({ target }),
    calls: () => host.succeed(['cat', '/run/systemctl-calls']),
  };
}

describe('the look-ups of a host', () => {
  const target = 'host/web-1/dns';

  it('fail when the first server fails, and go to the next one until that is taken back', async () => {
    const { host, look, observe, perform, didHappen, examine } = await theHost({ dns });
    const [first, second] = servers;
    expect(await look('dns-lookups', target)).toEqual({ health: 'healthy', summary: `an address for ${name}` });
    first.behaviour = 'silent';
    second.behaviour = 'silent';
    expect(await look('dns-lookups', target)).toEqual({ health: 'unhealthy', summary: `no address for ${name}` });
    second.behaviour = 'answers';

    const examined = await examine(target);
    const before = await observe('fall-back-dns-servers', target);
    const result = await perform('fall-back-dns-servers', target);
    const changed = await host.succeed(['cat', '/etc/resolv.conf']);
    const askedBefore = first.asked;
    const found = await look('dns-lookups', target);
    const askedAfter = first.asked;
    const happened = await didHappen('fall-back-dns-servers', target, before);
    const undone = await perform('restore-dns-servers', target);

    expect(examined.servers).toEqual([
      { server: first.address, use: 'in-force', state: 'silent' },
      { server: second.address, use: 'in-force', state: 'answers' },
    ]);
    expect(result).toEqual({
      result: 'done',
      summary: `the host asks ${second.address}, ${first.address}, in this order`,
    });
    expect(changed).toBe(
      '# the servers of this host\nnameserver 127.0.72.2\nnameserver 127.0.72.1\noptions timeout:1 attempts:1\n',
    );
    expect(found.health).toBe('healthy');
    expect(askedAfter).toBe(askedBefore);
    expect(happened).toBe('yes');
    expect(undone).toEqual({ result: 'done', summary: 'the host has its former servers again' });
    expect(await host.succeed(['cat', '/etc/resolv.conf'])).toBe(resolvConf);
    expect(await host.succeed(['stat', '-c', '%a %U:%G', '/etc/resolv.conf'])).toBe('644 root:root\n');
    first.behaviour = 'answers';
  });

  it('are left alone where somebody else has changed the servers since', async () => {
    const { host, perform } = await theHost({ dns });
    servers[0].behaviour = 'silent';
    await perform('fall-back-dns-servers', target);
    await host.write('/etc/resolv.conf', { content: '# by hand\nnameserver 127.0.72.2\n' });

    const { result, summary } = await perform('restore-dns-servers', target);

    expect(result).toBe('failed');
    expect(summary).toContain('/etc/resolv.conf was changed since, and stays as it is');
    expect(await host.succeed(['cat', '/etc/resolv.conf'])).toBe('# by hand\nnameserver 127.0.72.2\n');
    servers[0].behaviour = 'answers';
  });

  it('go by a spare server where systemd-resolved has none that answers', async () => {
    const resolved = { resolver: 'systemd-resolved', names: [name], servers: ['127.0.72.2'] };
    const { host, examine, perform, calls } = await theHost({ dns: resolved });
    await host.write('/run/servers', { content: '127.0.72.1\n' });
    await putUnit(host, 'systemd-resolved.service', {});
    servers[0].behaviour = 'silent';

    const examined = await examine(target);
    const results = [];
    for (const action of ['flush-dns-cache', 'restart-dns-resolver', 'fall-back-dns-servers'] as const)
      results.push((await perform(action, target)).result);
    const written = await host.succeed(['cat', '/etc/systemd/resolved.conf.d/nightshift.conf']);
    const undone = await perform('restore-dns-servers', target);

    expect(examined.servers.map(({ use, state }) => `${use} ${state}`)).toEqual(['in-force silent', 'spare answers']);
    expect(results).toEqual(['done', 'done', 'done']);
    expect(written).toContain('DNS=127.0.72.2\n');
    expect(undone.result).toBe('done');
    expect((await host.run(['test', '-e', '/etc/systemd/resolved.conf.d/nightshift.conf'])).code).toBe(1);
    expect(await host.succeed(['cat', '/run/resolved'])).toBe('flushed\n');
    expect((await calls()).match(/restart systemd-resolved.service/g)).toHaveLength(3);
    servers[0].behaviour = 'answers';
  });
});

describe('the clock of a host', () => {
  const target = 'host/web-1/clock';

  it('is seen to be wrong, set right by one restart, and not restarted again', async () => {
    const { host, look, observe, perform, didHappen } = await theHost({ clock });
    await putUnit(host, 'chrony.service', {});
    await host.write('/run/clock-offset', { content: '+90\n' });

    const wrong = [await look('clock-offset', target), await look('time-daemon', target)];
    const rested = await look('time-daemon-restarts', target);
    const before = await observe('restart-time-daemon', target);
    const result = await perform('restart-time-daemon', target);
    const right = [await look('clock-offset', target), await look('time-daemon', target)];

    expect(wrong.map(({ health }) => health)).toEqual(['unhealthy', 'unhealthy']);
    expect(wrong[0]?.summary).toMatch(/^the clock is (89|90)\d{3}\.\d ms ahead of the worker's/);
    expect(rested.health).toBe('healthy');
    expect(result).toEqual({ result: 'done', summary: 'restarted chrony.service' });
    expect(right.map(({ health }) => health)).toEqual(['healthy', 'healthy']);
    expect(await didHappen('restart-time-daemon', target, before)).toBe('yes');
  });

  it('has a daemon that counts as restarted for a while, on a host that has run for longer', async () => {
    const { host, look } = await theHost({ clock });
    await host.write('/usr/local/bin/cat', {
      content: '#!/bin/sh\n[ "$1" = /proc/uptime ] && echo "90000.00 1.00" || exec /usr/bin/cat "$@"\n',
      mode: 0o755,
    });
    await putUnit(host, 'chrony.service', { ActiveEnterTimestampMonotonic: String(88_200 * 1e6) });

    const lately = await look('time-daemon-restarts', target);
    await putUnit(host, 'chrony.service', { ActiveEnterTimestampMonotonic: String(50_000 * 1e6) });
    const longAgo = await look('time-daemon-restarts', target);
    await host.succeed(['rm', '/usr/local/bin/cat']);

    expect(lately).toEqual({ health: 'unhealthy', summary: 'chrony.service was restarted 30 minutes ago' });
    expect(longAgo.health).toBe('healthy');
  });
});

describe('a failed unit of a host', () => {
  const failed = { ActiveState: 'failed', SubState: 'failed', Result: 'signal', ExecMainStatus: '9' };

  it('is explained, and started anew', async () => {
    const target = 'host/web-1/unit/lamp.service';
    const { host, look, perform, readLog, calls } = await theHost({ units });
    await putUnit(host, 'lamp.service', failed);

    const [state, obstacles] = [await look('unit-state', target), await look('unit-obstacles', target)];
    const log = await readLog(target);
    const result = await perform('restart-unit', target);

    expect(state).toEqual({
      health: 'unhealthy',
      summary: 'lamp.service is failed (failed), signal, exit status 9',
    });
    expect(obstacles.health).toBe('healthy');
    expect(log).toMatchObject({ source: 'journal of lamp.service', text: expect.stringContaining('wick') as unknown });
    expect(result).toEqual({ result: 'done', summary: 'restarted lamp.service' });
    expect((await look('unit-state', target)).health).toBe('healthy');
    expect(await calls()).toContain('reset-failed lamp.service\nrestart lamp.service\n');
  });

  it('is not started where its need has failed', async () => {
    const target = 'host/web-1/unit/report.service';
    const { host, look } = await theHost({ units });
    await putUnit(host, 'report.service', { ...failed, Requires: 'system.slice spool.service' });
    await putUnit(host, 'spool.service', failed);

    expect(await look('unit-dependencies', target)).toEqual({
      health: 'unhealthy',
      summary: 'it depends on spool.service: failed',
    });
  });

  it('cannot be started where the host has not been told of it', async () => {
    const { perform } = await theHost({ units });
    await remote.host.write('/etc/sudoers', { content: '# Nobody may do anything.\n', mode: 0o440 });

    const { result } = await perform('restart-unit', 'host/web-1/unit/lamp.service');

    expect(result).toBe('failed');
  });
});
