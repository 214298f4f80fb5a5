import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartName } from './options.ts';
import { readOptions } from './options.ts';
import { measureAccept } from './parts/accept.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureReaction } from './parts/reaction.ts';
import type { Chapter, Figure } from './report.ts';
import { tableOf, writeReport } from './report.ts';
import type { BenchServer, Store } from './servers.ts';
import { startServer, stores } from './servers.ts';
import { describeSurroundings, lookAround } from './surroundings.ts';

/** One question to the bench, and the servers on which it is asked unless others are chosen. */
interface Part {
  readonly stores: readonly Store[];
  readonly measure: (startServer: () => Promise<BenchServer>) => Promise<readonly Figure[]>;
}

const parts: Readonly<Record<PartName, Part>> = {
  accept: { stores, measure: async (start) => measureAccept(await start()) },
  reaction: { stores: ['postgresql'], measure: async (start) => measureReaction(await start()) },
  growth: { stores: ['postgresql'], measure: async (start) => measureGrowth(await start(), await start()) },
};

/** Measures, prints a table, and writes a report for programs. */
async function main(): Promise<void> {
  const options = readOptions(process.argv);
  const [surroundings, startedAt] = [await lookAround(), performance.now()];
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  const chapters: Chapter[] = [];
  try {
    for (const name of options.only) {
      for (const store of options.stores ?? parts[name].stores) {
        console.error(`measuring ${name} on ${store} …`);
        chapters.push(await measure(name, store, folder));
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  await writeReport(options.json, { surroundings, seconds, chapters });
  console.log(`${describeSurroundings(surroundings)}\n\n${tableOf(chapters)}`);
}

async function measure(part: PartName, store: Store, folder: string): Promise<Chapter> {
  await using cleanup = new AsyncDisposableStack();
  const versions = new Set<string>();
  const figures = await parts[part].measure(async () => {
    const server = await startServer(store, folder);
    cleanup.defer(() => server.stop());
    versions.add(server.version);
    return server;
  });
  return { part, store, serverVersion: [...versions].join(), figures };
}

await main();
