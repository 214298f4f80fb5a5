import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { AlertmanagerClient } from '../../clients/alertmanager/alertmanager.ts';
import { createAlertmanagerClient, maxAlertNames } from '../../clients/alertmanager/alertmanager.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import { acquire } from '../../stack/acquire.ts';
import type { RunningAlertmanager } from '../../stack/components/alertmanager.ts';
import { alertmanager } from '../../stack/components/alertmanager.ts';
import { progress } from '../support/scene.ts';

const inhibiting = {
  route: { receiver: 'nobody' },
  receivers: [{ name: 'nobody' }],
  inhibit_rules: [{ source_matchers: ['alertname="Cause"'], target_matchers: ['alertname="Symptom"'], equal: ['job'] }],
};

let folder: string;
let running: RunningAlertmanager;
let client: AlertmanagerClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-alertmanager-'));
  const config = { text: stringify(inhibiting) };
  running = await alertmanager.start(await acquire(alertmanager, progress), { config, dataDir: folder });
  client = createAlertmanagerClient({ urls: [`${running.url}/`], headers: {}, deadlineMs: 10_000 });
});

afterAll(async () => {
  await alertmanager.stop(running);
  await rm(folder, { recursive: true, force: true });
});

it('sees which alert is silenced, and by which silence', async () => {
  const [web, shop] = [
    { alertname: 'ServiceDown', instance: 'web-1' },
    { alertname: 'ServiceDown', instance: 'web-2' },
  ];
  await post('alerts', [{ labels: web }, { labels: shop }]);
  const before = await client.readAlerts(['ServiceDown']);

  const { silenceID } = (await post('silences', {
    matchers: [{ name: 'instance', value: 'web-2', isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    createdBy: 'somebody',
    comment: 'at work on it',
  })) as { silenceID: string };

  const after = await client.readAlerts(['ServiceDown']);
  expect(statesOf(before)).toEqual({ [fingerprintOf(web)]: [], [fingerprintOf(shop)]: [] });
  expect(statesOf(after)).toEqual({ [fingerprintOf(web)]: [], [fingerprintOf(shop)]: [silenceID] });
  expect(after.find(({ labels }) => labels['instance'] === 'web-2')).toMatchObject({ state: 'suppressed' });
});

it('sees which alert is inhibited, and by which other one', async () => {
  const [cause, symptom] = [
    { alertname: 'Cause', job: 'shop' },
    { alertname: 'Symptom', job: 'shop' },
  ];
  await post('alerts', [{ labels: cause }, { labels: symptom }]);

  const [alert] = await client.readAlerts(['Symptom']);

  expect(alert).toMatchObject({ state: 'suppressed', silencedBy: [], inhibitedBy: [fingerprintOf(cause)] });
});

it.each([
  'a "quoted" name',
  String.raw`a back\slash, \n and \" and \\`,
  'a\nline\r\n\tfeed',
  'Überlast in Straße 日本 ☕ 👩‍🚒',
  '.*',
  '{a="b"}',
  'x",alertname=~".*',
  'x"} or {alertname=~".*',
  ' spaces at both ends ',
  'a&filter=alertname!="x"#%22+',
  '\u0000\u0001\u007f\u2028',
])('finds an alert called %j, and no other one', async (alertname) => {
  const labels = { alertname, instance: 'web-1' };
  await post('alerts', [{ labels }, { labels: { alertname: 'Decoy' } }, { labels: { alertname: `${alertname}x` } }]);

  const found = await client.readAlerts([alertname]);

  expect(found).toMatchObject([{ fingerprint: fingerprintOf(labels), name: alertname, labels }]);
});

it('is answered although it asks for as many names as it may', async () => {
  const names = Array.from({ length: maxAlertNames }, (_, nth) => `Many${nth}`);
  await post(
    'alerts',
    names.map((alertname) => ({ labels: { alertname } })),
  );

  const found = await client.readAlerts(names);

  expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

it('does not see an alert that has ended', async () => {
  await post('alerts', [{ labels: { alertname: 'Over' }, endsAt: new Date(Date.now() - 1_000).toISOString() }]);

  expect(await client.readAlerts(['Over'])).toEqual([]);
});

/** By fingerprint: the silences of each alert. */
function statesOf(alerts: Awaited<ReturnType<AlertmanagerClient['readAlerts']>>) {
  return Object.fromEntries(alerts.map(({ fingerprint, silencedBy }) => [fingerprint, silencedBy]));
}

async function post(what: 'alerts' | 'silences', body: unknown): Promise<unknown> {
  const response = await fetch(`${running.url}/api/v2/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}
