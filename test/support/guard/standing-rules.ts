import { createStandingRules } from '../../../activities/guard/standing-rules.ts';
import type { StandingRules } from '../../../activities/guard/standing-rules.ts';
import type { KnownAlert } from '../../../model/standing/known-alert.ts';
import type { RefusalReason } from '../../../model/guard/refusal.ts';
import type { FiringAlert } from '../../../model/remediation/remediation.ts';
import { aFreeze, aKnownAlert, aMaintenanceWindow } from '../builders.ts';

/** What the rules are made of. */
type StandingRuleSources = Parameters<typeof createStandingRules>[0];

/** The alert of which people are told, as the incident that asks knows it. */
export const ownAlert: FiringAlert = {
  fingerprint: aKnownAlert().fingerprint,
  labels: aKnownAlert().labels,
  annotations: {},
};

const hour = 60 * 60 * 1_000;

/** A window that is open now, and the moment at which it closes. */
export function anOpenWindow() {
  const [from, to] = [Date.now() - hour, Date.now() + hour].map((time) => new Date(time).toISOString());
  const when = { kind: 'absolute', from: from ?? '', to: to ?? '' } as const;
  return { window: aMaintenanceWindow({ name: 'the night of the switches', when }), closesAt: when.to };
}

/** Sources that know of nothing, but for what is given. */
export function standingRules(sources: Partial<StandingRuleSources> = {}): StandingRules {
  return createStandingRules({
    findFreeze: () => Promise.resolve(undefined),
    maintenance: [],
    alertmanager: { readAlerts: () => Promise.resolve([]) },
    silences: null,
    dependencies: [],
    clusters: [],
    ...sources,
  });
}

/** An Alertmanager that knows these alerts, and answers for the names that it is asked for. */
export function alertmanagerOf(...alerts: readonly KnownAlert[]): StandingRuleSources['alertmanager'] {
  return { readAlerts: async (names) => alerts.filter(({ name }) => names.includes(name)) };
}

/** One source for each rule that makes it forbid a repair of {@link ownAlert}. */
export const forbidding: readonly {
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly sources: () => Partial<StandingRuleSources>;
}[] = [
  {
    reason: 'frozen',
    detail: 'frozen by alex: maintenance',
    sources: () => ({ findFreeze: () => Promise.resolve(aFreeze()) }),
  },
  {
    reason: 'maintenance',
    detail: 'the maintenance window the night of the switches is open until',
    sources: () => ({ maintenance: [anOpenWindow().window] }),
  },
  {
    reason: 'silenced',
    detail: 'ServiceDown is silenced',
    sources: () => ({ alertmanager: alertmanagerOf(aKnownAlert({ state: 'suppressed', silencedBy: ['s-1'] })) }),
  },
  {
    reason: 'shared-cause',
    detail: 'ServiceDown is inhibited by another alert',
    sources: () => ({ alertmanager: alertmanagerOf(aKnownAlert({ state: 'suppressed', inhibitedBy: ['a1'] })) }),
  },
  {
    reason: 'control-plane',
    detail: 'NetworkDown fires, on which this target depends',
    sources: () => ({
      alertmanager: alertmanagerOf(aKnownAlert({ labels: { alertname: 'NetworkDown' } })),
      dependencies: [{ target: 'host', alerts: ['NetworkDown'] }],
    }),
  },
];
