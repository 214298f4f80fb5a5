import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readIncident } from '../../clients/temporal/incident-directory.ts';
import { diskPath } from '../../demo/demo-host.ts';
import { follow } from '../../demo/follow.ts';
import type { FillingDisk } from '../../demo/predict/filling-disk.ts';
import { diskForecast } from '../../demo/predict/filling-disk.ts';
import { forecastNow, foreseenBy } from '../../demo/predict/foreseen.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import type { Host } from '../../stack/host/host.ts';
import { diskTarget } from '../../model/host/cleaning.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts } from '../../model/incident/incident.ts';
import { incidentWorkflowId, messageNames, remediationWorkflowId } from '../../model/names.ts';
import { progress } from '../support/scene.ts';

const hour = 3_600_000;
const disk = { target: diskTarget({ host: 'web-1', path: diskPath }) };
const patient = { timeout: 30_000, interval: 500 };
const isOver = (incident: IncidentRecord): boolean =>
  incident.status === 'resolved' && firingAlerts(incident).length === 0;
const isWaiting = ({ approval }: IncidentRecord): boolean => approval !== null;

let scene: Scene;
let filling: FillingDisk;
let host: Host;

beforeAll(async () => {
  scene = await openScene({ serviceNames: [], withHost: true, forecasts: true, hold: '1s', progress });
  if (!scene.fillingDisk || !scene.host) throw new Error('the scene has no disk that fills up');
  filling = scene.fillingDisk;
  host = scene.host.host;
});

afterAll(() => scene.close());

/** What a workflow says of itself in the Temporal UI. */
async function detailsOf(workflowId: string): Promise<string> {
  const handle = scene.client.workflow.getHandle(workflowId);
  const metadata = await handle.query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

/** The incident as it is; it must be there, with a prediction. */
async function foreseenNow() {
  const incident = await readIncident(scene.client, disk.target);
  const foreseen = incident && (await foreseenBy(scene.client, incident));
  if (!foreseen) throw new Error('nothing is foreseen');
  return { incident, ...foreseen };
}

/** Whether the log that was on the disk is still there. */
async function isLogThere(): Promise<boolean> {
  return (await host.run(['test', '-f', `${diskPath}/logs/app.log`])).code === 0;
}

it('foresees hours before when a disk will be full, from three weeks of Prometheus, and asks before it is cleaned', async () => {
  await forecastNow(scene.client, diskForecast.name);

  const waiting = await follow(scene, disk, isWaiting);

  const { record, summary, grounds } = await foreseenNow();
  const crossing = record.claim?.crossing;
  expect(waiting).toMatchObject({ status: 'awaiting-approval', runbook: 'disk-cleanup', severity: 'warning' });
  expect(waiting?.approval?.summary).toBe('clean logs (up to 7.0 MB)');
  expect(summary).toMatch(/^disk \/srv\/data on web-1 is below 2\.0 MB in \d+ h.* \((over )?\d\d %\)$/);
  expect(grounds).toContain('owner: storage');
  expect(crossing?.probability).toBeGreaterThan(0.8);
  expect(crossing?.earliestMs).toBeLessThan(filling.limitAtMs);
  expect(crossing?.latestMs ?? Infinity).toBeGreaterThan(filling.limitAtMs);
  expect(Math.abs((crossing?.atMs ?? 0) - filling.limitAtMs)).toBeLessThan(2 * hour);
  expect(await isLogThere()).toBe(true);
});

it('keeps the picture among the evidence, under the address that the incident tells', async () => {
  const { grounds, incident } = await foreseenNow();
  const address = /picture: (http\S+)$/.exec(grounds)?.[1] ?? '';

  const answer = await fetch(address);

  const picture = await answer.text();
  expect(answer.headers.get('content-type')).toContain('image/svg+xml');
  expect(picture).toContain('disk /srv/data on web-1</title>');
  expect(picture).toMatch(/Expected below 2 MB on .* likely/);
  const kept = readFileSync(`${scene.folder}/audit.jsonl.evidence/${address.split('/').at(-1)}`, 'utf8');
  expect(kept).toBe(picture);
  expect(await detailsOf(incidentWorkflowId(incident.key))).toContain(`[open](${address})`);
});

it('tells nothing twice when it is forecast again', async () => {
  const before = await foreseenNow();

  await forecastNow(scene.client, diskForecast.name);

  await expect
    .poll(async () => (await foreseenNow()).record.forecasts, patient)
    .toBeGreaterThan(before.record.forecasts);
  const { incident, id, record } = await foreseenNow();
  expect({ id, raised: record.raised?.startsAtMs }).toEqual({
    id: before.id,
    raised: before.record.raised?.startsAtMs,
  });
  expect({ ...incident, deliveries: 1, lastDeliveryAt: '' }).toEqual({ ...before.incident, lastDeliveryAt: '' });
});

it('is one with the real alert that fires meanwhile, and knows how long before it was foreseen', async () => {
  await host.succeed(['sh', '-c', 'head -c 300000 /dev/zero >>"$1/data"', 'grow', diskPath]);

  const joined = await follow(scene, disk, ({ foreseen }) => foreseen !== undefined);

  expect(joined?.foreseen).toMatchObject({ alert: 'HostOutOfDiskSpace', leadMs: expect.any(Number) as unknown });
  expect(joined?.foreseen?.prediction).toBe((await foreseenNow()).id);
  expect(
    joined &&
      firingAlerts(joined)
        .map(([, { name }]) => name)
        .toSorted(),
  ).toEqual(['DiskFullPredicted', 'HostOutOfDiskSpace']);
  expect(joined?.attempts).toBe(1);
});

it('is cleaned once that is approved, recedes with what Prometheus sees then, and is over', async () => {
  const waiting = await follow(scene, disk, isWaiting);
  const repair = scene.client.workflow.getHandle(remediationWorkflowId(disk.target));

  await repair.executeUpdate(messageNames.approve, { args: [{ code: waiting?.approval?.code, by: 'kim' }] });

  const ended = await follow(scene, disk, isOver, { withinMs: 150_000 });
  const texts = ended?.timeline.entries.map(({ text }) => text) ?? [];
  expect(ended?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  expect(await isLogThere()).toBe(false);
  expect(texts).toContainEqual(expect.stringMatching(/^rotated 1 log, freed 7\.0 MB; listed in /));
  expect(texts).toContain('DiskFullPredicted: no longer expected: the forecasts have receded');
  expect(texts).toContainEqual(expect.stringContaining('the forecast has receded'));
  const incident = scene.client.workflow.getHandle(incidentWorkflowId(disk.target));
  await expect
    .poll(async () => (await incident.describe()).status.name, { ...patient, timeout: 60_000 })
    .toBe('COMPLETED');
}, 240_000);
