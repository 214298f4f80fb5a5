import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { answersHttp } from '../../stack/running/ready.ts';
import type { StartedChild } from '../../stack/running/child-process.ts';
import { startChild } from '../../stack/running/child-process.ts';
import { metricsOf, progress } from '../support/scene.ts';

const cli = fileURLToPath(new URL('../../cli/nightshift.ts', import.meta.url));
const body = fileURLToPath(new URL('../fixtures/alertmanager/instance-down.json', import.meta.url));
let folder: string;
let workerUrl: string;
let triggerUrl: string;
let running: StartedChild;

beforeEach(async () => {
  await acquire(temporal, progress);
  folder = await mkdtemp(join(tmpdir(), 'nightshift-start-'));
  const [triggerPort, workerPort] = [await freePort(), await freePort()];
  [triggerUrl, workerUrl] = [`http://127.0.0.1:${triggerPort}`, `http://127.0.0.1:${workerPort}`];
  const config = { trigger: { listen: { port: triggerPort } }, worker: { listen: { port: workerPort } } };
  await writeFile(join(folder, 'nightshift.yaml'), stringify(config));
  running = await startChild({
    name: 'nightshift start',
    command: process.execPath,
    args: [cli, 'start'],
    cwd: folder,
    env: { ...process.env, TEMPORAL_ADDRESS: undefined },
    logFile: join(folder, 'start.log'),
    ready: () => answersHttp(`${triggerUrl}/readyz`),
  });
});

afterEach(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

it('runs everything on one machine with a Temporal of its own, and ends in good order', async () => {
  const answer = await fetch(`${triggerUrl}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await readFile(body),
  });
  await vi.waitFor(
    async () => {
      const counts = await metricsOf(workerUrl);
      expect(counts.get('nightshift_incident_statuses_total{status="escalated"}')).toBe(1);
    },
    { timeout: 30_000, interval: 200 },
  );
  const sdkMetrics = [...(await metricsOf(workerUrl)).keys()].filter((series) => series.startsWith('temporal_'));
  running.kill('SIGTERM');

  expect(answer.status).toBe(200);
  expect((await stat(join(folder, '.nightshift', 'audit.jsonl'))).isFile()).toBe(true);
  expect(sdkMetrics).not.toHaveLength(0);
  expect(await running.exited).toEqual({ code: 0, signal: null });
});
