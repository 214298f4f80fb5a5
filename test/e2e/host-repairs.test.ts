import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { actOfDisk } from '../../demo/acts/disk.ts';
import type { DemoHost } from '../../demo/demo-host.ts';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import { progress } from '../support/scene.ts';

const patient = { timeout: 20_000 };
let scene: Scene;
let demoHost: DemoHost;

beforeAll(async () => {
  scene = await openScene({ serviceNames: [], withHost: true, hold: '1s', progress });
  if (!scene.host) throw new Error('the scene has no host');
  demoHost = scene.host;
});

afterAll(() => scene.close());

function textOf(evidenceId: string): string {
  return readFileSync(join(scene.folder, 'audit.jsonl.evidence', evidenceId), 'utf8');
}

/** The lists that repairs have left, each as its lines. */
function evidence(): readonly (readonly { readonly name?: string; readonly rule?: { readonly kind: string } }[])[] {
  const folder = join(scene.folder, 'audit.jsonl.evidence');
  return readdirSync(folder).map((file) =>
    readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly name?: string; readonly rule?: { readonly kind: string } }),
  );
}

function workerLog(): string {
  return readFileSync(join(scene.folder, 'worker.log'), 'utf8');
}

it('restarts a service that died on a host, over SSH and with no more rights than that, and names what it died of', async () => {
  const { host } = demoHost;
  const pidBefore = await host.succeed(['cat', '/run/lantern.pid']);
  await host.succeed(['ln', '-sf', '/dev/full', '/run/lantern/oil']);

  const record = await follow(
    scene,
    { target: 'host/web-1/service/lantern' },
    (incident) => incident.status === 'resolved' && incident.outcome !== null,
  );

  expect(record?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  expect(await host.succeed(['cat', '/run/lantern.pid'])).not.toBe(pidBefore);
  expect(record?.timeline.entries.map(({ text }) => text)).toContain('restarted lantern');
  expect(record?.timeline.entries.find(({ event }) => event === 'diagnosed')?.text).toContain(
    'in its log: lantern has no space left on a disk (1, none before)',
  );
  expect(record?.reading).toMatchObject({ source: 'the log file of lantern on web-1', problem: null });
  expect(record?.reading?.findings[0]).toMatchObject({
    exitReason: 'disk-full',
    rootCause: 'OSError: [Errno 28] No space left on device',
  });
  expect(textOf(record?.reading?.evidence ?? '')).toContain('No space left on device');
});

it('cleans a disk that fills up: real metrics, a real alert, real files, and a list of each of them', async () => {
  expect(await actOfDisk(scene, demoHost)).toBe(true);

  const lists = evidence();
  const namesOf = (kind: string) =>
    lists.filter(([about]) => about?.rule?.kind === kind).flatMap((list) => list.flatMap(({ name }) => name ?? []));
  expect(namesOf('temporary').toSorted()).toEqual([1, 2, 3].map((nth) => `/srv/data/tmp/upload-${nth}`));
  expect(namesOf('logs')).toEqual(['/srv/data/logs/app.log']);
  expect(namesOf('backups')).toEqual([]);
});

it('tells when the disk would have been full, and how long it will last now', async () => {
  const time = String.raw`full in \d+ (?:min|s)\b`;

  await vi.waitFor(() => expect(workerLog()).toMatch(new RegExp(`at the pace of the last [^;]+ ${time}`)), patient);
  await vi.waitFor(() => expect(workerLog()).toMatch(new RegExp(`at the pace from before ${time}`)), patient);
});

it('tells people what was deleted', async () => {
  await vi.waitFor(() => expect(workerLog()).toMatch(/deleted 3 temporary files/), patient);
});
