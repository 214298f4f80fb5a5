import { describe, expect, it } from 'vitest';
import { managerOf } from '../../../../activities/services/index.ts';
import { aService } from '../../../support/builders.ts';
import { aPlayedHost } from '../../../support/hosts/played-host.ts';

const service = aService({ manager: { kind: 'systemd', unit: 'shop.service' } });
const uptime = { output: '5000.00 9000.00\n' };

/** What `systemctl show` prints of a unit that runs since its host was started an hour ago. */
function shown(changes: Readonly<Record<string, string | number>> = {}): string {
  const properties = {
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    Result: 'success',
    NRestarts: 0,
    InvocationID: 'c0ffee',
    ExecMainStatus: 0,
    StateChangeTimestampMonotonic: 1_400_000_000,
    ...changes,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function look(changes: Readonly<Record<string, string | number>>) {
  const host = aPlayedHost({ 'systemctl show': { output: shown(changes) }, 'cat /proc/uptime': uptime });
  return managerOf(service, host.runOnHost).look();
}

describe('a unit of systemd', () => {
  it('is told as systemd shows it', async () => {
    expect(await look({})).toEqual({
      runs: 'yes',
      instance: 'c0ffee',
      isCrashLooping: false,
      summary: 'shop.service is active (running)',
    });
  });

  it.each([
    [{ ActiveState: 'reloading' }, 'yes'],
    [{ ActiveState: 'inactive', SubState: 'dead' }, 'no'],
    [{ ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: 3 }, 'no'],
    [{ ActiveState: 'activating', SubState: 'start' }, 'unknown'],
    [{ ActiveState: 'deactivating' }, 'unknown'],
    [{ LoadState: 'not-found', ActiveState: 'inactive' }, 'unknown'],
  ])('of %j runs: %s', async (changes, runs) => {
    expect(await look(changes)).toMatchObject({ runs });
  });

  it('tells how it failed', async () => {
    const { summary } = await look({
      ActiveState: 'failed',
      SubState: 'failed',
      Result: 'oom-kill',
      ExecMainStatus: 9,
    });

    expect(summary).toBe('shop.service is failed (failed), oom-kill, exit status 9');
  });

  it.each([
    ['waits for its next start', { ActiveState: 'activating', SubState: 'auto-restart' }, true],
    ['was given up', { ActiveState: 'failed', SubState: 'failed', Result: 'start-limit-hit' }, true],
    ['was started three times, last a minute ago', { NRestarts: 3, StateChangeTimestampMonotonic: 4.94e9 }, true],
    ['was started three times, last an hour ago', { NRestarts: 3 }, false],
    ['was started twice, last a minute ago', { NRestarts: 2, StateChangeTimestampMonotonic: 4.94e9 }, false],
  ])('that %s crash-loops: %s', async (_what, changes, isCrashLooping) => {
    expect(await look(changes)).toMatchObject({ isCrashLooping });
  });

  it('is not judged where systemctl says nothing', async () => {
    const host = aPlayedHost({ systemctl: { exitCode: null, problem: 'disconnected' } });

    expect(await managerOf(service, host.runOnHost).look()).toMatchObject({ runs: 'unknown', isCrashLooping: null });
  });

  it('is restarted by exactly the command that sudo allows', async () => {
    const host = aPlayedHost();

    const result = await managerOf(service, host.runOnHost).restart();

    expect(result).toEqual({ result: 'done', summary: 'restarted web' });
    expect(host.commands).toEqual(['host-1: sudo -n systemctl restart shop.service']);
  });

  it('has its journal as its log', async () => {
    const host = aPlayedHost({ 'journalctl --unit=shop.service': { output: 'the last words\n', truncated: true } });

    const log = await managerOf(service, host.runOnHost).readLog(1_000);

    expect(log).toEqual({ text: 'the last words\n', truncated: true });
  });
});
