import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import type { RunbookName } from '../../model/names.ts';
import type { Runbook } from '../runbook.ts';
import { serviceDown } from './service-down.ts';

/** Every runbook; the first that answers an alert takes it. */
export const runbooks: Readonly<Record<RunbookName, Runbook>> = {
  'service-down': serviceDown,
};

/** The runbook that answers one of the alerts, if any does. */
export function runbookFor(alerts: readonly Pick<AlertDetail, 'labels'>[]): Runbook | undefined {
  return Object.values(runbooks).find((runbook) => alerts.some((alert) => runbook.answers(alert)));
}
