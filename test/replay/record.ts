/**
 * Records the histories of this version: `node test/replay/record.ts`, once before each release. Every
 * scenario is played on a time-skipping server of its own; what its runs left behind is written to
 * `histories/<version>/`. Histories of older versions stay as they are.
 */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { historiesFolder, historiesOf } from '../support/histories.ts';
import { scenarios } from '../support/scenarios.ts';
import { TestBed } from '../support/test-bed.ts';

const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const folder = new URL(`${version}/`, historiesFolder);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

for (const [scenario, play] of Object.entries(scenarios)) {
  const bed = await TestBed.open();
  const { target } = await bed.play(play);
  for (const { name, history } of await historiesOf(bed.env.client, scenario, target)) {
    // Replay needs no stack traces, and they would carry this machine's paths.
    const json = JSON.parse(historyToJSON(history), (key, value: unknown) => (key === 'stackTrace' ? '' : value));
    await writeFile(new URL(name, folder), `${JSON.stringify(json, null, 1)}\n`);
    console.log(name);
  }
  await bed.close();
}
