import { join } from 'node:path';
import { acquire } from './acquire.ts';
import { postgresql } from './components/postgresql.ts';
import type { TemporalPostgresOptions } from './components/temporal-postgres.ts';
import { temporalPostgres } from './components/temporal-postgres.ts';
import type { Progress } from './progress.ts';

interface TogetherOptions extends Omit<TemporalPostgresOptions, 'databaseUrl' | 'dataDir' | 'logFile'> {
  /** Everything both keep, and their logs. */
  readonly folder: string;
  readonly progress: Progress;
}

/** A Temporal server and the PostgreSQL under it. */
interface TemporalOnPostgres {
  /** Host and port of the gRPC frontend. */
  readonly address: string;
  /** Processes that were started here; those of a given address are not among them. */
  readonly pids: readonly number[];
  /** Stops the server first: it would complain of its database. */
  readonly stop: () => Promise<void>;
}

/** Obtains both where they are missing: a first build of the server takes minutes. */
export async function acquireTemporalOnPostgres(progress: Progress) {
  return { program: await acquire(temporalPostgres, progress), databaseProgram: await acquire(postgresql, progress) };
}

/** Obtains both where they are missing, and starts one on the other. */
export async function startTemporalOnPostgres(options: TogetherOptions): Promise<TemporalOnPostgres> {
  const { folder, progress, ...serverOptions } = options;
  const { program, databaseProgram } = await acquireTemporalOnPostgres(progress);
  await using cleanup = new AsyncDisposableStack();
  const database = await postgresql.start(databaseProgram, {
    dataDir: join(folder, 'postgresql'),
    logFile: join(folder, 'postgresql.log'),
  });
  cleanup.defer(() => postgresql.stop(database));
  const server = await temporalPostgres.start(program, {
    ...serverOptions,
    databaseUrl: database.url,
    dataDir: join(folder, 'temporal'),
    logFile: join(folder, 'temporal.log'),
  });
  cleanup.defer(() => temporalPostgres.stop(server));
  const kept = cleanup.move();
  const pids = [database, server].flatMap(({ pid }) => pid ?? []);
  return { address: server.address, pids, stop: () => kept.disposeAsync() };
}
