import { heartbeat } from '@temporalio/activity';
import type { IncidentClient } from '../clients/incidents.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import { failure } from './contracts/failure.ts';

/** The activity that hands stored alerts to their incidents. Done twice it changes nothing. */
export function createIntakeActivities({ incidents }: { readonly incidents: IncidentClient }) {
  return {
    async deliverAlerts(byIncident: Readonly<Record<string, readonly Delivery[]>>): Promise<void> {
      const failed = await incidents.deliverAll(Object.entries(byIncident), () => heartbeat());
      if (failed.length > 0)
        throw failure('TemporalUnavailable', `${failed.length} incidents could not be told; the rest were`);
    },
  };
}
