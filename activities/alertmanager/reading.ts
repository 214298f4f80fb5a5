import type { AlertmanagerClient } from '../../clients/alertmanager/alertmanager.ts';
import { maxAlertNames } from '../../clients/alertmanager/alertmanager.ts';
import { SilenceRefusedError } from '../../clients/alertmanager/silences.ts';
import type { KnownAlert } from '../../model/standing/known-alert.ts';
import { failure } from '../contracts/failure.ts';

/** What Alertmanager knows of alerts of any number of names. Fails as `AlertmanagerUnavailable`. */
export function readAlerts(alertmanager: AlertmanagerClient, names: readonly string[]): Promise<readonly KnownAlert[]> {
  return asked(async () => {
    const known: KnownAlert[] = [];
    for (let first = 0; first < names.length; first += maxAlertNames)
      known.push(...(await alertmanager.readAlerts(names.slice(first, first + maxAlertNames))));
    return known;
  });
}

/** Turns whatever a client of Alertmanager throws into a failure of the closed list. */
export async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const type = error instanceof SilenceRefusedError ? 'SilenceRefused' : 'AlertmanagerUnavailable';
    throw failure(type, (error as Error).message);
  }
}
