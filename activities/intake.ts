import { activityInfo, heartbeat } from '@temporalio/activity';
import type { IncidentClient } from '../clients/temporal/incidents.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import type { StormNews } from '../model/guard/storm-alert.ts';
import { stormAlert, stormIncidentKey } from '../model/guard/storm-alert.ts';
import { failure } from './contracts/failure.ts';

/** What one try leaves for the next one. */
interface Handed {
  readonly untold: readonly string[];
}

/** The activities that give incidents their alerts. Done twice they change nothing. */
export function createIntakeActivities({ incidents }: { readonly incidents: IncidentClient }) {
  return {
    /**
     * Tried again it tells only those that it could not reach, or an overloaded server would get ever more to do.
     *
     * @param takenAt when they were taken, in milliseconds since the epoch; `null` where they have not waited.
     */
    async deliverAlerts(
      byIncident: Readonly<Record<string, readonly Delivery[]>>,
      takenAt: number | null = null,
    ): Promise<void> {
      const before = activityInfo().heartbeatDetails as Handed | undefined;
      const entries = Object.entries(byIncident).filter(([key]) => before?.untold.includes(key) ?? true);
      const failed = await incidents.deliverAll(entries, takenAt);
      if (failed.length === 0) return;
      heartbeat({ untold: failed } satisfies Handed);
      throw failure('TemporalUnavailable', `${failed.length} incidents could not be told; the rest were`);
    },

    /** Raises or clears the incident of a storm, by the way of every alert. */
    async tellOfStorm(news: StormNews): Promise<void> {
      const alert = stormAlert(news, new Date().toISOString());
      await incidents.deliver(stormIncidentKey(news), [{ alert, target: null, runbook: null }]);
    },
  };
}
