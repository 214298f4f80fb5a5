import { temporalSettings } from '../clients/temporal/temporal.ts';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../config/logging.ts';
import { startTrigger } from './start-trigger.ts';

/** The trigger process: starts, accepts until it is asked to stop, and drains. */
export async function triggerMain(
  configFile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  askedToStop: Promise<void>,
): Promise<void> {
  const log = createLogger('trigger', env);
  const trigger = await startTrigger(loadConfig(configFile, env), temporalSettings(env), log);
  log.info({ webhook: `${trigger.url}/webhooks/alertmanager` }, 'trigger is listening');
  await askedToStop;
  await trigger.stop();
}
