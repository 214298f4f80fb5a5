import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, PartName } from './options.ts';
import { readOptions } from './options.ts';
import { parts, storesOf } from './parts/index.ts';
import type { Chapter } from './report.ts';
import { tableOf, writeReport } from './report.ts';
import type { Store } from './servers.ts';
import { startServer } from './servers.ts';
import { describeSurroundings, lookAround } from './surroundings.ts';

/** Measures, prints a table, and writes a report for programs. */
async function main(): Promise<void> {
  const options = readOptions(process.argv);
  const [surroundings, startedAt] = [await lookAround(), performance.now()];
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  const chapters: Chapter[] = [];
  try {
    for (const name of options.only) {
      for (const store of storesOf(name, options.stores)) {
        console.error(`measuring ${name}${store ? ` on ${store}` : ''} …`);
        chapters.push(await measure(name, store, folder, options));
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  await writeReport(options.json, { surroundings, seconds, chapters });
  console.log(`${describeSurroundings(surroundings)}\n\n${tableOf(chapters)}`);
}

async function measure(part: PartName, store: Store | null, folder: string, options: BenchOptions): Promise<Chapter> {
  await using cleanup = new AsyncDisposableStack();
  const versions = new Set<string>();
  const figures = await parts[part].measure(async () => {
    if (store === null) throw new Error(`the part ${part} has no server to start`);
    const server = await startServer(store, folder);
    cleanup.defer(() => server.stop());
    versions.add(server.version);
    return server;
  }, options);
  return { part, store, serverVersion: [...versions].join(), figures };
}

await main();
