import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lazyClient, temporalSettings } from '../clients/temporal/temporal.ts';
import { acquire } from '../stack/acquire.ts';
import { temporal } from '../stack/components/temporal.ts';
import { startTemporalOnPostgres } from '../stack/temporal-on-postgres.ts';

/** Where a Temporal server keeps what it is told: nowhere, in a SQLite file with WAL, in PostgreSQL. */
export const stores = ['memory', 'sqlite', 'postgresql'] as const;
export type Store = (typeof stores)[number];

/** One Temporal server of its own, with nothing in it yet. */
export interface BenchServer {
  readonly store: Store;
  readonly address: string;
  readonly version: string;
  /** Everything that belongs to it, and to what is measured on it. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts an empty server that keeps its data in one of the stores. */
export async function startServer(store: Store, parentFolder: string): Promise<BenchServer> {
  const folder = join(parentFolder, `${store}-${crypto.randomUUID()}`);
  await mkdir(folder);
  const { address, stop } =
    store === 'postgresql' ? await onPostgresql(folder) : await developmentServer(store, folder);
  return { store, folder, address, stop, version: await versionOf(address) };
}

async function onPostgresql(folder: string) {
  return startTemporalOnPostgres({ folder, progress: console.error });
}

async function developmentServer(store: 'memory' | 'sqlite', folder: string) {
  const program = await acquire(temporal, console.error);
  const running = await temporal.start(program, {
    ui: false,
    logFile: join(folder, 'temporal.log'),
    ...(store === 'sqlite' ? { databaseFile: join(folder, 'temporal.db') } : {}),
  });
  return { address: running.address, stop: () => temporal.stop(running) };
}

async function versionOf(address: string): Promise<string> {
  const { connection } = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: address }));
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  await connection.close();
  return serverVersion;
}
