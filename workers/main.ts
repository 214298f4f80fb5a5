import { temporalSettings } from '../clients/temporal.ts';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../config/logging.ts';
import { startWorker } from './start-worker.ts';

/** The worker process: starts, works until it is asked to stop, and drains. */
export async function workerMain(
  configFile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  askedToStop: Promise<void>,
): Promise<void> {
  const log = createLogger('worker', env);
  const worker = await startWorker(loadConfig(configFile, env), temporalSettings(env), log);
  log.info({ metrics: `${worker.url}/metrics` }, 'worker is polling');
  await Promise.race([askedToStop, worker.stopped]);
  await worker.stop();
}
