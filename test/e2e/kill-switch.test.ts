import type { Client } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import type { FreezeClient } from '../../clients/temporal/freezes.ts';
import { FreezesUnreadableError, createFreezeClient } from '../../clients/temporal/freezes.ts';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import type { Restartable } from '../../stack/restartable.ts';
import { restartableNightshift, restartableTemporal } from '../../demo/restartable.ts';
import { freezesWorkflowId } from '../../model/names.ts';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { runNightshift } from '../support/command-line.ts';
import { metricsOf, progress } from '../support/scene.ts';

const order = { target: null, runbook: null, reason: 'the database is being moved', by: 'alex' };
const frozen = { scope: { target: null, runbook: null }, reason: order.reason, by: 'alex' };
const stored = { state: 'stored', freezes: [] };
const notWorkedOff = expect.stringContaining('has not worked off its last order') as string;

let folder: string;
let temporalAddress: string;
let workerUrl: string;
let server: Restartable;
let worker: Restartable | undefined;
let client: Client;
let freezes: FreezeClient;

beforeEach(async () => {
  const program = await acquire(temporal, progress);
  folder = await mkdtemp(join(tmpdir(), 'nightshift-freeze-'));
  const [port, uiPort] = [await freePort(), await freePort()];
  temporalAddress = `127.0.0.1:${port}`;
  server = await restartableTemporal(program, { port, uiPort, folder });
  client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  freezes = createFreezeClient(client, 3_000);
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await client.connection.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('stops actions from the moment an order is stored, through the death of the worker and of Temporal', async () => {
  const first = await freezes.freeze(order);
  const beforeAnyWorker = await reasonAgainstActing();

  worker = await aWorker();
  const obeyed = await eventually(() => freezes.read());
  const watched = await eventually(async () => {
    const answer = (await (await fetch(`${workerUrl}/readyz`)).json()) as { readonly freezes: unknown };
    expect(answer.freezes).toEqual([{ ...frozen, at: obeyed[0]?.at }]);
    return (await metricsOf(workerUrl)).get('nightshift_freezes{scope="global"}');
  });

  await worker.kill();
  await restartServer();
  const afterTheCrash = await eventually(() => freezes.read());

  const second = await freezes.freeze({ ...order, target: 'host/web-1' });
  await server.kill();
  const duringTheOutage = await reasonAgainstActing();
  await server.start();
  const beforeTheWorker = await reasonAgainstActing();

  await worker.start();
  const last = await eventually(() => freezes.read());

  expect([first, second]).toEqual([stored, stored]);
  expect(obeyed).toMatchObject([{ id: 'global', ...frozen }]);
  expect(watched).toBe(1);
  expect(afterTheCrash).toEqual(obeyed);
  expect([beforeAnyWorker, beforeTheWorker]).toEqual([notWorkedOff, notWorkedOff]);
  expect(duringTheOutage).toContain('Temporal does not say what is frozen');
  expect(last.map(({ id }) => id)).toEqual(['global', 'target:host/web-1']);
});

it('is not opened again by a deployment once somebody has closed it, and forgets nothing when people do', async () => {
  worker = await aWorker();
  const fresh = await eventually(() => freezes.read());
  await freezes.freeze({ ...order, target: 'host/web-1' });
  await client.workflow.getHandle(freezesWorkflowId).terminate('by mistake');

  await worker.stop();
  await worker.start();
  const deployed = await reasonAgainstActing();
  const opened = await nightshift('freeze', '--cluster', 'prod', '--reason', 'upgrade', '--by', 'kim');
  const listed = await nightshift('freezes', '--json');
  const table = await nightshift('freezes');
  const unknown = await nightshift('unfreeze', 'global');
  const lifted = await nightshift('unfreeze', '--all');

  expect(fresh).toEqual([]);
  expect(deployed).toMatch(/is TERMINATED: find out who did that/);
  expect(opened.stdout).toMatch(/^frozen: target:kubernetes\/prod, since \S+ by kim: upgrade\n$/);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ id: 'target:host/web-1' }, { id: 'target:kubernetes/prod' }]);
  expect(table.stdout).toMatch(/^ID +SINCE \(UTC\) +BY +REASON\ntarget:host\/web-1 .* alex +the database/);
  expect(unknown).toMatchObject({ exitCode: 2, stderr: 'there is no freeze global: see nightshift freezes\n' });
  expect(lifted.stdout).toBe('lifted: target:host/web-1\nlifted: target:kubernetes/prod\n');
  expect(await freezes.read()).toEqual([]);
});

/** What an action would be told now. */
async function reasonAgainstActing(): Promise<string> {
  const error = await freezes.read().then(
    () => new Error('it might act'),
    (reason: unknown) => reason,
  );
  return error instanceof FreezesUnreadableError ? error.message : `not refused: ${String(error)}`;
}

async function restartServer(): Promise<void> {
  await server.kill();
  await server.start();
}

async function aWorker(): Promise<Restartable> {
  const [triggerPort, port] = [await freePort(), await freePort()];
  workerUrl = `http://127.0.0.1:${port}`;
  const configFile = join(folder, 'nightshift.yaml');
  await writeFile(configFile, stringify({ trigger: { listen: { port: triggerPort } }, worker: { listen: { port } } }));
  return restartableNightshift('worker', { folder, configFile, temporalAddress, port });
}

function nightshift(...args: readonly string[]) {
  return runNightshift(args, { env: { TEMPORAL_ADDRESS: temporalAddress } });
}

/** What comes to be true as soon as everything runs. */
function eventually<T>(ask: () => Promise<T>): Promise<T> {
  return vi.waitFor(ask, { timeout: 30_000, interval: 100 });
}
