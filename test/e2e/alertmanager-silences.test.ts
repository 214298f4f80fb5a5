import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SilencingDependencies } from '../../activities/alertmanager/silencing.ts';
import { createSilencingActivities } from '../../activities/alertmanager/silencing.ts';
import { createAlertmanagerClient } from '../../clients/alertmanager/alertmanager.ts';
import type { SilenceClient } from '../../clients/alertmanager/silences.ts';
import { createSilenceClient } from '../../clients/alertmanager/silences.ts';
import type { Labels } from '../../model/alert/alert.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import type { AuditRecord } from '../../model/audit.ts';
import type { SilenceOrder } from '../../model/standing/silence.ts';
import { markOf, silenceMark } from '../../model/standing/silence.ts';
import { acquire } from '../../stack/acquire.ts';
import type { RunningAlertmanager } from '../../stack/components/alertmanager.ts';
import { alertmanager } from '../../stack/components/alertmanager.ts';
import { aMemoryLog } from '../support/memory-log.ts';
import { progress } from '../support/scene.ts';

const minute = 60_000;
const text = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n';
const incident = 'incident:host/web-1/service/shop';
const mark = silenceMark(incident, 'run-1');

let folder: string;
let members: readonly RunningAlertmanager[];
let client: SilenceClient;
let activities: ReturnType<typeof createSilencingActivities>;
const audited: AuditRecord[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-silences-'));
  const program = await acquire(alertmanager, progress);
  const start = (name: string, peers: readonly string[]) =>
    alertmanager.start(program, { config: { text }, dataDir: join(folder, name), cluster: { peers } });
  const first = await start('first', []);
  members = [first, await start('second', [first.clusterAddress ?? ''])];
  const settings = { urls: members.map(({ url }) => url), headers: {}, deadlineMs: 10_000 };
  client = createSilenceClient(settings);
  const audit = { write: async (record: AuditRecord) => void audited.push(record) } as SilencingDependencies['audit'];
  activities = createSilencingActivities({
    alertmanager: createAlertmanagerClient(settings),
    silenceClient: client,
    audit,
    pageOf: (key) => `https://temporal.example/${key}`,
    log: aMemoryLog().log,
  });
});

afterAll(async () => {
  await Promise.all(members.map((member) => alertmanager.stop(member)));
  await rm(folder, { recursive: true, force: true });
});

it.each<readonly [string, Labels]>([
  ['plain', {}],
  ['quoting', { path: String.raw`a "quoted" \ back\nslash`, filter: '",alertname=~".*' }],
  ['UTF-8', { 'größe "µ"': 'Straße ☕\n日本', 'a.dotted-name': 'yes' }],
  ['that look like expressions', { job: '.*', '{}': '{a=~".+"}' }],
])('silences an alert by all of its labels, %s ones too, and nothing else', async (kind, special) => {
  const labels = { alertname: `Down ${kind}`, instance: 'web-1', ...special };
  const other = { ...labels, instance: 'web-2' };
  await fire(labels, other);

  const opened = await activities.openSilences(anOrder(labels, other));
  const left = await activities.openSilences(anOrder(labels, other));
  const ended = await activities.endSilences(anOrder(labels, other));

  expect(opened.silenced).toHaveLength(2);
  expect(left).toEqual({ ...opened, until: expect.any(String) as string });
  expect(await standing(labels)).toEqual([]);
  expect([ended.silenced.toSorted(), ended.gone]).toEqual([opened.silenced.toSorted(), []]);
});

it('leaves an alert with other labels heard, and is one silence however often it is opened', async () => {
  const labels = { alertname: 'Once', instance: 'web-1' };
  const other = { alertname: 'Once', instance: 'web-2' };
  await fire(labels, other);

  for (let nth = 0; nth < 3; nth++) await activities.openSilences(anOrder(labels));

  const [silence, ...more] = await standing(labels);
  expect(more).toEqual([]);
  expect(silence).toMatchObject({ labels, createdBy: 'nightshift', state: 'active' });
  expect(silence?.comment).toContain('https://temporal.example/host/web-1/service/shop');
  expect(silence && markOf(silence)).toBe(mark);
  expect(await standing(other)).toEqual([]);
});

it('lasts longer for a longer plan, as the same silence, but never longer than allowed', async () => {
  const labels = { alertname: 'Longer', instance: 'web-1' };
  await fire(labels);
  const openedAtMs = Date.now();
  await activities.openSilences(anOrder(labels));
  const [before] = await standing(labels);

  await activities.openSilences({ ...anOrder(labels), openedAtMs, needMs: 600 * minute });
  const late = await activities.openSilences({ ...anOrder(labels), openedAtMs: openedAtMs - 31 * minute });

  const [after, ...more] = await standing(labels);
  expect([after?.id, more]).toEqual([before?.id, []]);
  expect(Date.parse(after?.endsAt ?? '')).toBe(openedAtMs + 30 * minute);
  expect(late.silenced).toEqual([]);
});

it('leaves what people have silenced, and a silence that somebody made their own, as they are', async () => {
  const labels = { alertname: 'Foreign', instance: 'web-1' };
  const taken = { alertname: 'Foreign', instance: 'web-2' };
  await fire(labels, taken);
  const endsAt = new Date(Date.now() + 60 * minute).toISOString();
  const forged = `[nightshift ${mark}]`;
  await client.putSilence({ existing: null, labels, endsAt, createdBy: 'kim', comment: forged });
  await activities.openSilences(anOrder(taken));
  const [own] = await standing(taken);
  await client.putSilence({ existing: own ?? null, labels: taken, endsAt, createdBy: 'kim', comment: 'mine now' });
  await heardEverywhere(taken, 'kim');

  const opened = await activities.openSilences(anOrder(labels, taken));
  const ended = await activities.endSilences(anOrder(labels, taken));

  expect([opened.silenced, ended.silenced]).toEqual([[], []]);
  expect((await standing(labels)).map(({ createdBy }) => createdBy)).toEqual(['kim']);
  expect((await standing(taken)).map(({ createdBy }) => createdBy)).toEqual(['kim']);
});

it('says which alerts have cleared in silence, from the silences alone', async () => {
  const [gone, stays] = [
    { alertname: 'Cleared', instance: 'web-1' },
    { alertname: 'Cleared', instance: 'web-2' },
  ];
  await fire(gone, stays);
  await activities.openSilences(anOrder(gone, stays));
  await post('alerts', [{ labels: gone, endsAt: new Date(Date.now() - 1_000).toISOString() }]);

  const first = await activities.endSilences(anOrder(gone, stays));
  const again = await activities.endSilences(anOrder(gone, stays));

  expect(first).toMatchObject({ gone: [fingerprintOf(gone)] });
  expect({ ...again, askedAt: '' }).toEqual({ ...first, askedAt: '' });
  expect(audited.filter(({ kind, key }) => kind === 'silence-ended' && key === mark).length).toBeGreaterThan(0);
});

it('ends a silence although the member that took it in is away', async () => {
  const labels = { alertname: 'Elsewhere', instance: 'web-1' };
  await fire(labels);
  await activities.openSilences(anOrder(labels));
  await heardEverywhere(labels, 'nightshift');
  const [first] = members;
  if (first) await alertmanager.stop(first);

  const ended = await activities.endSilences(anOrder(labels));

  expect(ended.silenced).toEqual([fingerprintOf(labels)]);
  expect(await standing(labels)).toEqual([]);
});

function anOrder(...labels: readonly Labels[]): SilenceOrder {
  return {
    incident,
    target: 'host/web-1/service/shop',
    runbook: 'service-down',
    mark,
    alerts: labels.map((each) => ({ fingerprint: fingerprintOf(each), labels: each })),
    openedAtMs: Date.now(),
    needMs: 10 * minute,
    atMostMs: 30 * minute,
  };
}

async function standing(labels: Labels) {
  return (await client.findSilences(labels)).filter(({ state }) => state !== 'expired');
}

/** Waits for the gossip of the cluster. */
async function heardEverywhere(labels: Labels, author: string): Promise<void> {
  for (const { url } of members) {
    const one = createSilenceClient({ urls: [url], headers: {}, deadlineMs: 10_000 });
    await vi.waitFor(
      async () => {
        const found = await one.findSilences(labels);
        expect(found.some(({ createdBy, state }) => createdBy === author && state === 'active')).toBe(true);
      },
      { timeout: 10_000, interval: 50 },
    );
  }
}

/** Prometheus tells every member. */
async function fire(...all: readonly Labels[]): Promise<void> {
  await post(
    'alerts',
    all.map((labels) => ({ labels })),
  );
}

async function post(what: 'alerts', body: unknown): Promise<void> {
  for (const { url } of members) {
    const response = await fetch(`${url}/api/v2/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
  }
}
