import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScorebookClient } from '../../clients/predictions/scorebooks.ts';
import { countDemoted, createScorebookClient } from '../../clients/predictions/scorebooks.ts';
import { scorebookWorkflowId } from '../../model/forecast/scoring/scorebook-id.ts';
import { taskQueue } from '../../model/names.ts';
import { runNightshift } from '../support/command-line.ts';
import { aScoredLimit, aScoredPrediction, someScoredValues } from '../support/forecasting/scores.ts';
import { aScratchFolder } from '../support/scratch.ts';
import type { DevWorker } from '../support/temporal/dev-worker.ts';
import { startDevWorker } from '../support/temporal/dev-worker.ts';

const timeout = 30_000;
let dev: DevWorker;
let scorebooks: ScorebookClient;

beforeAll(async () => {
  dev = await startDevWorker({ workflows: '../../../workflows/index', taskQueue, activities: () => ({}) });
  scorebooks = createScorebookClient(dev.clientOf('worker'), timeout);
});

afterAll(() => dev[Symbol.asyncDispose]());

const config = `prometheus:
  url: http://127.0.0.1:9
forecasts:
  - name: disks
    query: 'node_filesystem_avail_bytes'
    horizon: 24h
    limits: { below: 0 }
`;

it('what workers tell is counted once, demotes a model, and is reported without a worker', async () => {
  const at = { atMs: Date.now() };
  const wrong = Array.from({ length: 10 }, () => aScoredPrediction({ ...at, outcome: 'false-alarm' }));
  const others = [aScoredLimit(at), someScoredValues(at), aScoredPrediction({ ...at, model: 'local-trend' })];
  await Promise.all([scorebooks.tell('disks', wrong), scorebooks.tell('disks', [...wrong, ...others])]);
  await vi.waitFor(async () => expect((await scorebooks.read('disks'))?.models).toHaveLength(2), { timeout });
  const client = dev.clientOf('operator');
  await vi.waitFor(async () => expect(await countDemoted(client, Date.now())).toEqual({ disks: 1 }), { timeout });

  const folder = await aScratchFolder();
  await writeFile(join(folder, 'nightshift.yaml'), config);
  const run = { cwd: folder, env: { TEMPORAL_ADDRESS: dev.address } };
  const [report, json, list] = await Promise.all([
    runNightshift(['forecasts', 'report'], run),
    runNightshift(['forecasts', 'report', '--json'], run),
    runNightshift(['forecasts', '--json'], run),
  ]);

  expect(report.stdout).toMatch(/disks +ensemble +10 +0 +0 +0 +10 +0 +1\n/);
  expect(report.stdout).toMatch(/disks +ensemble +0 % +0 % +- +- +100 +95 % +97 % +93 % +0\.80\n/);
  expect(report.stdout).toMatch(/Demoted\n {2}disks: ensemble was demoted on \S+ until \S+: 0 % of 10 predictions/);
  expect(JSON.parse(json.stdout)).toEqual({ disks: await scorebooks.read('disks') });
  expect(JSON.parse(list.stdout)).toMatchObject([
    { name: 'disks', configured: 'ensemble', model: 'local-trend', because: expect.stringContaining('0 %'), open: 0 },
  ]);
});

it('a scorebook that an operator has ended begins anew with what it is told next', async () => {
  await scorebooks.tell('load', [aScoredLimit({ atMs: Date.now() })]);
  await vi.waitFor(async () => expect((await scorebooks.read('load'))?.models).toHaveLength(1), { timeout });
  await dev.clientOf('operator').workflow.getHandle(scorebookWorkflowId('load')).terminate();

  await scorebooks.tell('load', [aScoredPrediction({ atMs: Date.now(), model: 'mstl' })]);

  await vi.waitFor(
    async () => expect((await scorebooks.read('load'))?.models.map(({ model }) => model)).toEqual(['mstl']),
    { timeout },
  );
});
