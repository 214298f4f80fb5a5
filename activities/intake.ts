import type { IncidentClient } from '../clients/temporal/incidents.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import type { StormNews } from '../model/guard/storm-alert.ts';
import { stormAlert, stormIncidentKey } from '../model/guard/storm-alert.ts';
import { failure } from './contracts/failure.ts';

/** The activities that give incidents their alerts. Done twice they change nothing. */
export function createIntakeActivities({ incidents }: { readonly incidents: IncidentClient }) {
  return {
    async deliverAlerts(byIncident: Readonly<Record<string, readonly Delivery[]>>): Promise<void> {
      const failed = await incidents.deliverAll(Object.entries(byIncident));
      if (failed.length > 0)
        throw failure('TemporalUnavailable', `${failed.length} incidents could not be told; the rest were`);
    },

    /** Raises or clears the incident of a storm, by the way of every alert. */
    async tellOfStorm(news: StormNews): Promise<void> {
      const alert = stormAlert(news, new Date().toISOString());
      await incidents.deliver(stormIncidentKey(news), [{ alert, target: null, runbook: null }]);
    },
  };
}
