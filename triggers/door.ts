import type { IncidentClient } from '../clients/temporal/incidents.ts';
import type { WebhookMetrics } from '../metrics/webhook.ts';
import type { Alert, AlertSource } from '../model/alert/alert.ts';
import type { Route } from '../model/correlation.ts';
import { correlate } from '../model/correlation.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import type { DescribedTarget } from '../model/target.ts';
import { refuse } from './refusal.ts';
import { startIncidents } from './start-incident.ts';

/** Alerts being stored at once; beyond it the sender is asked to come back, before memory and latency grow. */
const maxAlertsInFlight = 20_000;

/** What one body holds, whichever source it came from. */
interface AlertBatch {
  readonly alerts: readonly Alert[];
  readonly invalid: readonly string[];
  readonly truncatedAlerts: number;
}

/** What the door needs of the process around it. */
export interface DoorDependencies {
  readonly incidents: IncidentClient;
  readonly metrics: WebhookMetrics;
  readonly routes: readonly Route[];
  readonly described: readonly DescribedTarget[];
}

/** The one way in for every source. */
export interface Door {
  /**
   * Resolves once Temporal has stored every alert of the batch. Good alerts are stored even where
   * others of their batch are bad; the batch is then refused all the same, so that somebody hears of it.
   *
   * @throws Refusal
   */
  admit(source: AlertSource, batch: AlertBatch): Promise<{ readonly accepted: number; readonly ignored: number }>;
}

/** Makes the door. */
export function createDoor({ incidents, metrics, routes, described }: DoorDependencies): Door {
  let inFlight = 0;

  const store = async (
    source: AlertSource,
    deliveries: ReadonlyMap<string, readonly Delivery[]>,
    count: number,
  ): Promise<void> => {
    if (inFlight + count > maxAlertsInFlight) {
      metrics.alertsReceived(source, 'unavailable', count);
      throw refuse('overloaded', 'too many alerts are being stored, come back later');
    }
    inFlight += count;
    const receivedAt = performance.now();
    try {
      await startIncidents(incidents, deliveries);
      metrics.bodyAccepted(source, (performance.now() - receivedAt) / 1_000);
      metrics.alertsReceived(source, 'accepted', count);
    } catch (error) {
      metrics.alertsReceived(source, 'unavailable', count);
      throw refuse('temporal-unavailable', 'the alerts could not be stored, come back later', error);
    } finally {
      inFlight -= count;
    }
  };

  return {
    async admit(source, { alerts, invalid, truncatedAlerts }) {
      const byIncident = sortByIncident(alerts, routes, described);
      const accepted = [...byIncident.values()].flat().length;
      const ignored = alerts.length - accepted;
      if (truncatedAlerts > 0) metrics.alertsTruncated(source, truncatedAlerts);
      metrics.alertsReceived(source, 'ignored', ignored);
      metrics.alertsReceived(source, 'invalid', invalid.length);
      if (accepted > 0) await store(source, byIncident, accepted);
      if (invalid.length > 0)
        throw refuse('invalid-alert', `${invalid.length} of the alerts cannot be read, ${invalid[0]}`);
      return { accepted, ignored };
    },
  };
}

function sortByIncident(
  alerts: readonly Alert[],
  routes: readonly Route[],
  described: readonly DescribedTarget[],
): Map<string, Delivery[]> {
  const byIncident = new Map<string, Delivery[]>();
  for (const alert of alerts) {
    const { incident, target, runbook } = correlate(alert, routes, described);
    if (incident === null) continue;
    const deliveries = byIncident.get(incident) ?? [];
    deliveries.push({ alert, target, runbook });
    byIncident.set(incident, deliveries);
  }
  return byIncident;
}
