import type { Logger } from 'pino';
import type { AlertmanagerClient } from '../../clients/alertmanager/alertmanager.ts';
import type { SilenceClient } from '../../clients/alertmanager/silences.ts';
import type { AuditLog } from '../../clients/audit/audit-log.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import { normaliseTimestamp } from '../../model/alert/timestamp.ts';
import { incidentKeyOf } from '../../model/names.ts';
import type { KnownAlert } from '../../model/standing/known-alert.ts';
import type {
  EndedSilences,
  OpenedSilences,
  Silence,
  SilenceOrder,
  SilenceQuestion,
} from '../../model/standing/silence.ts';
import { markOf, silenceAuthor, silenceComment, silenceUntil } from '../../model/standing/silence.ts';
import { failure } from '../contracts/failure.ts';
import { asked, readAlerts } from './reading.ts';

export interface SilencingDependencies {
  readonly alertmanager: AlertmanagerClient;
  readonly silenceClient: SilenceClient;
  readonly audit: AuditLog;
  /** Where people see an incident; null where nobody has said how they reach the Temporal UI. */
  readonly pageOf: (incident: string) => string | null;
  readonly log: Logger;
}

/** A silence that ends this much too early is left as it is. */
const toleranceMs = 60_000;
/** Prometheus tells of each alert every minute, by default. */
const toldWithinMs = 3 * 60_000;
const askAgainMs = 30_000;

/** The activities that silence the alerts of an incident while it is repaired, and not any longer. */
export function createSilencingActivities(deps: SilencingDependencies) {
  return {
    /**
     * Silences what fires of these alerts, each by all of its labels, or has it silenced for longer. Done again it is the same
     * silence. What people have silenced is left to them.
     */
    async openSilences(order: SilenceOrder): Promise<OpenedSilences> {
      const { silenceClient } = deps;
      const until = new Date(silenceUntil(Date.now(), order)).toISOString();
      if (Date.parse(until) <= Date.now()) return { silenced: [], until };
      const silenced: string[] = [];
      let lastsUntil = until;
      for (const alert of await firing(order, deps)) {
        // Asked of every member: the one that answered for the alert may not have heard of it yet.
        const own = (await ownSilencesOf(alert, order, deps)).find(({ state }) => state !== 'expired');
        if (!own && alert.silencedBy.length > 0) continue;
        if (!own || Date.parse(own.endsAt) + toleranceMs < Date.parse(until)) {
          await deps.audit.write({ ...entryOf(order), kind: 'silence', alerts: [alert.fingerprint], until });
          await asked(() =>
            silenceClient.putSilence({
              existing: own ?? null,
              labels: alert.labels,
              endsAt: until,
              createdBy: silenceAuthor,
              comment: commentOf(order, deps),
            }),
          );
        } else if (own.endsAt > lastsUntil) lastsUntil = own.endsAt;
        silenced.push(alert.fingerprint);
      }
      return { silenced, until: lastsUntil };
    },

    /**
     * Ends every silence that was opened for this incident, and says how the alerts are that were silenced: Alertmanager tells
     * nobody of one that has cleared meanwhile. Asked behind the end, so that whatever clears later is told as ever.
     */
    async endSilences(question: SilenceQuestion): Promise<EndedSilences> {
      const found: Silence[] = [];
      for (const alert of question.alerts) found.push(...(await ownSilencesOf(alert, question, deps)));
      const own = [...new Map(found.map((silence) => [silence.id, silence])).values()];
      const standing = own.filter(({ state }) => state !== 'expired');
      if (standing.length > 0) await recordEnd(question, standing, deps);
      for (const { id } of standing) await asked(() => deps.silenceClient.expireSilence(id));
      const silenced = [...new Set(own.flatMap(fingerprintsOf))];
      const known = silenced.length > 0 ? await firing(question, deps) : [];
      const gone = silenced.filter((fingerprint) => !known.some((alert) => alert.fingerprint === fingerprint));
      if (gone.length > 0 && (await hasForgotten(own, deps)))
        throw failure('AlertmanagerUnavailable', 'one has just started, and may not know its alerts yet', {
          nextRetryDelay: askAgainMs,
        });
      return { silenced, gone, askedAt: normaliseTimestamp(new Date().toISOString()) ?? '' };
    },
  };
}

/** What Alertmanager knows of these very alerts: under another fingerprint or with other labels it is another one. */
async function firing(
  { alerts }: SilenceQuestion,
  { alertmanager }: SilencingDependencies,
): Promise<readonly KnownAlert[]> {
  const names = [...new Set(alerts.map(({ labels }) => labels['alertname'] ?? ''))];
  const known = await readAlerts(alertmanager, names);
  return known.filter(
    ({ fingerprint, labels }) =>
      fingerprintOf(labels) === fingerprint && alerts.some((alert) => alert.fingerprint === fingerprint),
  );
}

async function ownSilencesOf(
  { labels }: Pick<KnownAlert, 'labels'>,
  { mark }: SilenceQuestion,
  { silenceClient }: SilencingDependencies,
): Promise<readonly Silence[]> {
  const found = await asked(() => silenceClient.findSilences(labels));
  return found.filter((silence) => markOf(silence) === mark);
}

/** Whether a member has started behind a silence, so short a time ago that Prometheus may not have told it of every alert. */
async function hasForgotten(own: readonly Silence[], { silenceClient }: SilencingDependencies): Promise<boolean> {
  const startedAtMs = await asked(() => silenceClient.lastStart());
  const openedAtMs = Math.max(...own.map(({ startsAt }) => Date.parse(startsAt)));
  return openedAtMs < startedAtMs && Date.now() - startedAtMs < toldWithinMs;
}

/** An audit that cannot be written must not leave a silence standing. */
async function recordEnd(
  question: SilenceQuestion,
  standing: readonly Silence[],
  { audit, log }: SilencingDependencies,
): Promise<void> {
  const alerts = standing.flatMap(fingerprintsOf);
  try {
    await audit.write({ ...entryOf(question), kind: 'silence-ended', alerts, until: null });
  } catch (error) {
    log.error({ err: error, incidentId: question.incident }, 'the end of a silence could not be recorded');
  }
}

function fingerprintsOf({ labels }: Silence): readonly string[] {
  return labels ? [fingerprintOf(labels)] : [];
}

function commentOf({ incident, runbook, mark }: SilenceQuestion, { pageOf }: SilencingDependencies): string {
  const page = pageOf(incidentKeyOf(incident)) ?? incident;
  return silenceComment(`Nightshift repairs this (${runbook}): ${page}`, mark);
}

function entryOf({ incident, target, runbook, mark }: SilenceQuestion) {
  return { at: new Date().toISOString(), incident, target, runbook, plan: null, step: null, key: mark };
}
