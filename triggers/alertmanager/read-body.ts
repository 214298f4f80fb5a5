import type { Alert } from '../../model/alert/alert.ts';
import { shorten } from '../../model/text/markdown.ts';
import { AlertmanagerAlert, AlertmanagerBody } from './schema.ts';

/** What a body holds: the alerts that can be worked on, and why the others cannot. */
export interface ReadBody {
  readonly alerts: readonly Alert[];
  /** One short reason per alert that could not be read; nothing the alert says is repeated in it. */
  readonly invalid: readonly string[];
  /** How many alerts the sender says it left out. */
  readonly truncatedAlerts: number;
}

/** Reads a parsed webhook body. A string is the reason why there is nothing to read in it. */
export function readAlertmanagerBody(body: unknown): ReadBody | string {
  const parsed = AlertmanagerBody.safeParse(body);
  if (!parsed.success) return shorten(`not an Alertmanager body: ${parsed.error.issues[0]?.message ?? ''}`, 200);
  const alerts: Alert[] = [];
  const invalid: string[] = [];
  for (const [index, candidate] of parsed.data.alerts.entries()) {
    const alert = AlertmanagerAlert.safeParse(candidate);
    if (alert.success) alerts.push(alert.data);
    else invalid.push(reasonOf(index, alert.error.issues[0]));
  }
  return { alerts, invalid, truncatedAlerts: parsed.data.truncatedAlerts ?? 0 };
}

function reasonOf(
  index: number,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): string {
  // Only the field is named: a label's own name is the sender's text.
  const field = issue?.path[0];
  return shorten(
    `alert ${index}: ${field === undefined ? '' : `${String(field)} `}${issue?.message ?? 'is not an alert'}`,
    200,
  );
}
