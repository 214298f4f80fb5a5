import { describe, expect, it } from 'vitest';
import { runNightshift } from '../../support/command-line.ts';
import { aScratchFile } from '../../support/scratch.ts';

const hosts = [
  {
    name: 'web-1',
    ssh: { address: 'web-1.internal', user: 'ops', hostKeys: [`ssh-ed25519 ${'A'.repeat(68)}`], agent: '/run/agent' },
    disks: [{ path: '/srv', match: { mountpoint: '/srv' }, clean: [{ name: 'a', temporary: '/srv/tmp' }] }],
  },
  { name: 'db-1' },
];
const services = ['web-1', 'db-1'].map((host) => ({
  name: 'shop',
  host,
  match: { host },
  probe: { tcp: `${host}.internal:80` },
  systemd: 'shop.service',
}));

async function ask(...args: readonly string[]) {
  return runNightshift(['--config', await aScratchFile(JSON.stringify({ hosts, services })), 'hosts', ...args]);
}

describe('nightshift hosts', () => {
  it('prints the sudoers file of one host, for the account that logs in there', async () => {
    const { exitCode, stdout } = await ask('sudoers', 'web-1');

    expect(exitCode).toBe(0);
    expect(stdout.split('\n').filter((line) => /shop|clean/.test(line))).toEqual([
      'ops ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop.service',
      'ops ALL=(root) NOPASSWD: /usr/local/libexec/nightshift-host files clean /srv/tmp 10080',
    ]);
  });

  it('prints what may be cleaned on one host', async () => {
    const [web, db] = [await ask('cleaning', 'web-1'), await ask('cleaning', 'db-1')];

    expect(web.stdout).toContain('\nlook /srv\nfiles /srv/tmp 10080\n');
    expect(db.stdout).not.toContain('/srv');
  });

  it.each(['sudoers', 'cleaning'])('%s ends with 2 for a host that is not described', async (command) => {
    const { exitCode, stdout, stderr } = await ask(command, 'web-9');

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('there is no host web-9 in the configuration: describe it under hosts');
  });
});
