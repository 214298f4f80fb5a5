import { temporalSettings, untilServing } from '../clients/temporal/temporal.ts';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../config/logging.ts';
import type { WorkerAdditions } from './start-worker.ts';
import { startWorker } from './start-worker.ts';

/** The worker process: starts, works until it is asked to stop, and drains. */
export async function workerMain(
  configFile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  askedToStop: Promise<void>,
  additions?: WorkerAdditions,
): Promise<void> {
  const log = createLogger('worker', env);
  const config = loadConfig(configFile, env);
  const temporal = temporalSettings(env);
  // Services come up in any order, and after an outage all at once.
  const waited = new AbortController();
  void askedToStop.then(() => waited.abort());
  const serving = await untilServing(temporal, waited.signal, () =>
    log.warn({ address: temporal.connection.address }, 'Temporal does not answer yet, waiting'),
  );
  if (!serving) return;
  const worker = await startWorker(config, temporal, log, additions);
  log.info({ metrics: `${worker.url}/metrics` }, 'worker is polling');
  await Promise.race([askedToStop, worker.stopped]);
  await worker.stop();
}
