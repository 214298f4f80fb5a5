import type { Client } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { readIncident } from '../../clients/temporal/incident-directory.ts';
import { createIncidentClient } from '../../clients/temporal/incidents.ts';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import type { DemoService } from '../../demo/demo-service.ts';
import { createDemoService } from '../../demo/demo-service.ts';
import { restartableNightshift, restartableTemporal } from '../../demo/restartable.ts';
import { nightshiftConfig } from '../../demo/settings.ts';
import { normaliseTimestamp } from '../../model/alert/timestamp.ts';
import type { IncidentStatus } from '../../model/incident/incident.ts';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { aDelivery, aResolvedAlert, anAlert } from '../support/builders.ts';
import { runNightshift } from '../support/command-line.ts';
import { progress } from '../support/scene.ts';

const cleanup = new AsyncDisposableStack();
let temporalAddress: string;
let client: Client;
let services: readonly DemoService[];

beforeAll(async () => {
  const program = await acquire(temporal, progress);
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-report-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const [port, uiPort, triggerPort, workerPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const server = await restartableTemporal(program, { port, uiPort, folder });
  cleanup.defer(() => server.stop());
  services = await Promise.all(['shop', 'billing', 'cart', 'mail'].map((name) => createDemoService(name, folder)));
  for (const service of services) cleanup.defer(() => service.kill().catch(() => undefined));

  temporalAddress = `127.0.0.1:${port}`;
  const configFile = join(folder, 'nightshift.yaml');
  const settings = {
    services,
    host: null,
    approved: [],
    forecasts: [],
    dependsOn: {},
    auditFile: join(folder, 'audit.jsonl'),
    triggerPort,
    workerPort,
    prometheusPort: 9,
    uiUrl: 'http://127.0.0.1:9',
    hold: '1s',
    alertmanagerPort: null,
    approvalDeadline: '1h',
    settings: {},
  };
  const config = parse(nightshiftConfig(settings)) as { readonly policy: object };
  const modes = [
    { target: 'host/localhost/service/billing', mode: 'observe' },
    { target: 'host/localhost/service/shop', mode: 'auto' },
    { mode: 'approve' },
  ];
  await writeFile(configFile, stringify({ ...config, policy: { ...config.policy, modes } }));
  const worker = await restartableNightshift('worker', { folder, configFile, temporalAddress, port: workerPort });
  cleanup.defer(() => worker.stop());
  client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());
});

afterAll(() => cleanup.disposeAsync());

it('adds up what repairs, observed incidents and votes came to', async () => {
  const [shop, billing, cart, mail] = services as readonly [DemoService, DemoService, DemoService, DemoService];
  const empty = await nightshift('report');

  await Promise.all([shop, billing, cart, mail].map((service) => fires(service)));
  await Promise.all([reaches(shop, 'resolved'), reaches(billing, 'escalated')]);
  await Promise.all([reaches(cart, 'awaiting-approval'), reaches(mail, 'awaiting-approval')]);
  const shown = await nightshift('incidents', 'show', cart.target);
  const wrong = await nightshift('approve', cart.target, '--code', 'ffffffff', '--by', 'kim');
  const approved = await nightshift('approve', cart.target, '--code', codeIn(shown.stdout), '--by', 'kim');
  const denied = await nightshift('deny', mail.target, '--code', await codeOf(mail), '--by', 'kim');
  await Promise.all([reaches(cart, 'resolved'), reaches(mail, 'escalated')]);
  await Promise.all([shop, billing, cart, mail].map((service) => clears(service)));
  const tooLate = await nightshift('undo', mail.target);
  const card = await vi.waitFor(async () => cleared(await reported()), { timeout: 20_000, interval: 500 });
  const shadow = await reported('--shadow');
  const inWords = await nightshift('report');

  expect(empty.stdout).toContain('Nothing to add up yet.');
  expect(shown.stdout).toContain(`nightshift approve ${cart.target} --code ${codeIn(shown.stdout)}`);
  expect(shown.stdout).toMatch(/^ {2}logs {6}they could not be read: the log file of cart cannot be read: tail: /m);
  expect(wrong).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('another plan') as string });
  expect(approved.stdout).toMatch(/^counted: approve by kim; /);
  expect(denied.stdout).toMatch(/^counted: deny by kim; /);
  expect(tooLate).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no repair is under way') as string });
  expect(card).toMatchObject({ read: 4, complete: true, underWay: 0, drills: 0 });
  expect(card['total']).toMatchObject({
    ended: 4,
    verified: 2,
    attempted: 2,
    nothingDone: 2,
    nothingDoneBecause: { 'observe-mode': 1, 'approval-denied': 1 },
    automated: 1,
    times: { toAccept: { count: 4 }, toFirstAction: { count: 2 }, toVerified: { count: 2 } },
  });
  expect(shadow).toMatchObject({
    runbooks: { 'service-down': { observed: 1, wouldHaveActed: 1, untilCleared: { count: 1 }, notCleared: 0 } },
    cases: [{ incident: billing.target, plan: `restart ${billing.target}`, refusal: null }],
  });
  expect(inWords.stdout).toMatch(/^Ended without a human {2}1 of 4 \(25 %\)$/m);
});

interface Card {
  readonly cases?: readonly { readonly clearedMs: number | null }[];
  readonly [name: string]: unknown;
}

function nightshift(...args: readonly string[]) {
  return runNightshift(args, { env: { TEMPORAL_ADDRESS: temporalAddress } });
}

async function reported(...args: readonly string[]): Promise<Card> {
  return JSON.parse((await nightshift('report', '--json', ...args)).stdout) as Card;
}

/** The server's list follows what happens a moment later. */
async function cleared(card: Card): Promise<Card> {
  expect((await reported('--shadow')).cases?.[0]?.clearedMs).toEqual(expect.any(Number));
  expect(card['total']).toMatchObject({ ended: 4 });
  return card;
}

async function codeOf(service: DemoService): Promise<string> {
  return codeIn((await nightshift('incidents', 'show', service.target)).stdout);
}

function codeIn(text: string): string {
  return /--code ([0-9a-f]{8})/.exec(text)?.[1] ?? 'no code';
}

const startsAt = alertTime(Date.now() - 3_000);

/** A moment, as alerts write it. */
function alertTime(moment: number): string {
  const iso = new Date(moment).toISOString();
  return normaliseTimestamp(iso) ?? iso;
}

async function fires(service: DemoService): Promise<void> {
  const labels = { alertname: 'InstanceDown', job: service.name, severity: 'critical' };
  const alert = anAlert({ labels, startsAt });
  await createIncidentClient(client, 10_000).deliver(service.target, [aDelivery(alert, { target: service.target })]);
}

async function clears(service: DemoService): Promise<void> {
  const labels = { alertname: 'InstanceDown', job: service.name, severity: 'critical' };
  const alert = aResolvedAlert({ labels, startsAt, endsAt: alertTime(Date.now()) });
  await createIncidentClient(client, 10_000).deliver(service.target, [aDelivery(alert, { target: service.target })]);
}

async function reaches(service: DemoService, status: IncidentStatus): Promise<void> {
  await vi.waitFor(async () => expect((await readIncident(client, service.target))?.status).toBe(status), {
    timeout: 30_000,
    interval: 200,
  });
}
