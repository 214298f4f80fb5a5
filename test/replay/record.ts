/**
 * Records histories of this version: `node test/replay/record.ts` those of every scenario, once before each release, and
 * `node test/replay/record.ts disk-cleaned …` those of the named ones alone. Every scenario is played on a
 * time-skipping server of its own; what its runs left behind is written to `histories/<version>/`. Histories of older
 * versions, and of scenarios that were not named, stay as they are.
 */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { bundleWorkflows } from '../support/temporal/temporal-env.ts';
import { historiesFolder, historiesOf } from '../support/temporal/histories.ts';
import { scenarios } from '../support/scenarios/scenarios.ts';
import type { Scenario } from '../support/played/test-bed.ts';
import { TestBed } from '../support/played/test-bed.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(scenarios, name));
if (unknown.length > 0) {
  console.error(`no scenario is called ${unknown.join(', ')}; there are ${Object.keys(scenarios).join(', ')}`);
  process.exit(1);
}

const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const folder = new URL(`${version}/`, historiesFolder);
// What is no scenario any more goes when all are recorded.
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

const chosen = Object.entries(scenarios).filter(([scenario]) => wanted.length === 0 || wanted.includes(scenario));
const bundle = await bundleWorkflows();
for (const [scenario, play] of chosen) await record(scenario, play);

async function record(scenario: string, play: Scenario): Promise<void> {
  const bed = await TestBed.open(bundle);
  const { target } = await bed.play(play);
  const histories = await historiesOf(bed.env.client, scenario, target);
  const former = (await readdir(folder)).filter((name) => name.startsWith(`${scenario}.`));
  for (const name of former) await rm(new URL(name, folder));
  for (const { name, history } of histories) {
    // Replay needs no stack traces, and they would carry this machine's paths.
    const json = JSON.parse(historyToJSON(history), (key, value: unknown) => (key === 'stackTrace' ? '' : value));
    await writeFile(new URL(name, folder), `${JSON.stringify(json, null, 1)}\n`);
    console.log(name);
  }
  await bed.close();
}
