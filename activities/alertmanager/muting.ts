import type { AlertmanagerClient } from '../../clients/alertmanager/alertmanager.ts';
import type { SilenceClient } from '../../clients/alertmanager/silences.ts';
import type { Alert } from '../../model/alert/alert.ts';
import { alertName } from '../../model/alert/alert.ts';
import { boundedDetails } from '../../model/incident/shown/found-details.ts';
import type { Muted } from '../../model/incident/shown/muted.ts';
import type { KnownAlert } from '../../model/standing/known-alert.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import { asked, readAlerts } from './reading.ts';

export interface MutingDependencies {
  readonly alertmanager: AlertmanagerClient;
  readonly silenceClient: SilenceClient;
}

/** Silences that are told of: an alert with more than a few has nothing more to say. */
const maxTold = 10;

/** The activity that looks up what keeps people from hearing of alerts. */
export function createMutingActivities({ alertmanager, silenceClient }: MutingDependencies) {
  /** One line for each silence of an alert: whose it is, until when, and why. */
  const silencesIn = async (alert: KnownAlert): Promise<readonly string[]> => {
    const found = await Promise.all(
      alert.silencedBy.slice(0, maxTold).map((id) => asked(() => silenceClient.readSilence(id))),
    );
    return found.flatMap((silence) => {
      if (!silence) return [];
      const by = inertLine(silence.createdBy, 60) || 'somebody';
      const until = inertLine(silence.endsAt.slice(0, 19), 19);
      return `${inertLine(alert.name, 60)} is silenced by ${by} until ${until}Z: ${inertLine(silence.comment, 120)}`;
    });
  };

  return {
    /** Which of these alerts are silenced or inhibited now. */
    async readMutes(alerts: readonly Pick<Alert, 'fingerprint' | 'labels'>[]): Promise<Muted> {
      const known = await readAlerts(alertmanager, [...new Set(alerts.map(alertName))]);
      const own = known.filter((alert) => alerts.some(({ fingerprint }) => fingerprint === alert.fingerprint));
      const lines: string[] = [];
      for (const alert of own) {
        if (lines.length >= maxTold) break;
        lines.push(...(await silencesIn(alert)));
        if (alert.inhibitedBy.length > 0) lines.push(inhibitionIn(alert, known));
      }
      return { at: new Date().toISOString(), lines: boundedDetails(lines.slice(0, maxTold).map(maskSecrets)) };
    },
  };
}

function inhibitionIn({ name, inhibitedBy }: KnownAlert, known: readonly KnownAlert[]): string {
  const cause = known.find(({ fingerprint }) => inhibitedBy.includes(fingerprint));
  const by = cause ? inertLine(cause.name, 60) : `another alert (fingerprint ${inertLine(inhibitedBy[0] ?? '', 16)})`;
  return `${inertLine(name, 60)} is inhibited while ${by} fires`;
}
