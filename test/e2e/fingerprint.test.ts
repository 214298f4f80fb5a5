import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertmanagerConfig } from '../../demo/settings.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import { acquire } from '../../stack/acquire.ts';
import type { RunningAlertmanager } from '../../stack/components/alertmanager.ts';
import { alertmanager } from '../../stack/components/alertmanager.ts';
import { progress } from '../support/scene.ts';

let folder: string;
let running: RunningAlertmanager;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-alertmanager-'));
  const config = { text: alertmanagerConfig('http://127.0.0.1:9/') };
  running = await alertmanager.start(await acquire(alertmanager, progress), { config, dataDir: folder });
});

afterEach(async () => {
  await alertmanager.stop(running);
  await rm(folder, { recursive: true, force: true });
});

it.each([
  { kind: 'plain labels', labels: { alertname: 'InstanceDown', job: 'shop', instance: '127.0.0.1:8080' } },
  { kind: 'one label', labels: { alertname: 'Lonely' } },
  { kind: 'text beyond ASCII', labels: { alertname: 'Überlast', 'straße.name': 'Café ☕ 日本', z: 'a"b\\c\nd' } },
])('computes the fingerprint that Alertmanager itself gives to $kind', async ({ labels }) => {
  await fetch(`${running.url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels }]),
  });

  const alerts = (await (await fetch(`${running.url}/api/v2/alerts`)).json()) as { fingerprint: string }[];

  expect(alerts.map(({ fingerprint }) => fingerprint)).toEqual([fingerprintOf(labels)]);
});
