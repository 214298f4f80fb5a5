import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readServedCertificate } from '../../clients/tls/served-certificate.ts';
import { follow } from '../../demo/follow.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { openssl } from '../../stack/programs/openssl.ts';
import { freePort } from '../../stack/running/free-port.ts';
import type { Authority } from '../support/certificates/authority.ts';
import { foundAuthority } from '../support/certificates/authority.ts';
import { openHostScene } from '../support/hosts/host-scene.ts';
import { certificateSettings, filesForTls, renewalsOf } from '../support/certificates/tls-on-host.ts';

const cleanup = new AsyncDisposableStack();
let authority: Authority;
let scene: Awaited<ReturnType<typeof openHostScene>>;
const ports = new Map<string, number>();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-authority-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  authority = await foundAuthority(folder);
  const served = [];
  for (const [name, left] of [
    ['due', 10],
    ['expired', -1],
    ['unserved', 10],
    ['refused', 10],
  ] as const) {
    const port = await freePort();
    ports.set(name, port);
    served.push({ name, port, left });
  }
  scene = await openHostScene({
    programs: [openssl],
    files: await filesForTls(authority, served),
    settings: { certificates: certificateSettings(authority, served) },
  });
  cleanup.defer(scene.close);
  for (const { name } of served) await scene.remote.host.succeed(['reload-tls', name]);
});

afterAll(() => cleanup.disposeAsync());

/** What clients get, as soon as anything is served. */
function clientsGet(name: string) {
  const endpoint = { host: '127.0.0.1', port: ports.get(name) ?? 0, serverName: 'shop.test' };
  return vi.waitFor(
    async () => {
      const reading = await readServedCertificate(endpoint, { authorities: authority.rootFile, timeoutMs: 5_000 });
      if ('problem' in reading) throw new Error(reading.problem);
      return reading.certificate;
    },
    { timeout: 10_000, interval: 100 },
  );
}

function alert(name: string): Promise<void> {
  return scene.alert({ alertname: 'BlackboxSslCertificateWillExpireSoon', certificate: name });
}

function until(name: string, isOver: (record: IncidentRecord) => boolean) {
  return follow(scene, { target: `host/web-1/certificate/${name}` }, isOver, { withinMs: 100_000 });
}

function storyOf(record: IncidentRecord | undefined): string {
  return (record?.timeline.entries ?? []).map(({ text }) => text).join('\n');
}

it('renews a certificate that ends soon, has it served, and proves that clients get the new one', async () => {
  const before = await clientsGet('due');

  await alert('due');
  const record = await until('due', ({ status, outcome }) => status === 'resolved' && outcome !== null);

  const after = await clientsGet('due');
  expect(record?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  expect(after.serial).not.toBe(before.serial);
  expect(Date.parse(after.notAfter) - Date.now()).toBeGreaterThan(80 * 24 * 3_600_000);
  expect(await renewalsOf(scene.remote.host, 'due')).toBe(1);
  expect(storyOf(record)).toContain(`renewed due: serial ${after.serial}`);
});

it('renews an expired one once although the worker is killed between the renewal and its answer', async () => {
  const { host } = scene.remote;
  await host.write('/etc/tls/expired.slow', { content: '' });
  const before = await host.succeed(['cat', '/etc/tls/expired.pem']);
  await alert('expired');
  await vi.waitFor(async () => expect(await host.succeed(['cat', '/etc/tls/expired.pem'])).not.toBe(before), {
    timeout: 60_000,
    interval: 200,
  });

  await scene.worker.kill();
  await scene.worker.start();
  const record = await until('expired', ({ status, outcome }) => status === 'resolved' && outcome !== null);

  expect(record?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  expect(storyOf(record)).toContain('renew-certificate had been done already');
  expect(await renewalsOf(host, 'expired')).toBe(1);
});

it('only reloads where a renewed one lies in the file already', async () => {
  const { host } = scene.remote;
  await host.succeed(['renew-tls', 'unserved']);

  await alert('unserved');
  const record = await until('unserved', ({ status, outcome }) => status === 'resolved' && outcome !== null);

  expect(record?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  expect(storyOf(record)).toContain('the old one is still served');
  expect(await renewalsOf(host, 'unserved')).toBe(1);
});

it('asks the authority once and then people where it refuses', async () => {
  const { host } = scene.remote;
  await host.write('/etc/tls/refused.refused', { content: '' });

  await alert('refused');
  const record = await until('refused', ({ status }) => status === 'escalated');

  expect(storyOf(record)).toContain('too many certificates already issued');
  expect(await renewalsOf(host, 'refused')).toBe(1);
});

it('allows by sudo nothing but these commands with these words', async () => {
  const { host, ssh } = scene.remote;
  const asAccount = (words: string) => host.run(['su', ssh.account, '-c', `sudo -n ${words}`]);

  const allowed = await asAccount('openssl x509 -in /etc/tls/due.pem');
  const refused = await Promise.all(
    ['openssl x509 -in /etc/tls/due.key', 'openssl pkey -in /etc/tls/due.key', 'renew-tls other', 'renew-tls'].map(
      asAccount,
    ),
  );

  expect(allowed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^-----BEGIN CERTIFICATE/) as unknown });
  expect(refused.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
});
