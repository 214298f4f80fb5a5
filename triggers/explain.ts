import type { Config } from '../config/config.ts';
import type { Alert } from '../model/alert/alert.ts';
import { alertName, severityOf } from '../model/alert/alert.ts';
import { correlate } from '../model/correlation.ts';
import type { OutcomeReason } from '../model/incident/outcome.ts';
import { objectOf } from '../model/kubernetes/object.ts';
import { allowedMode } from '../model/kubernetes/alerts/allowed-mode.ts';
import type { RunbookName } from '../model/names.ts';
import type { Mode } from '../model/remediation/policy.ts';
import { decideMode } from '../model/remediation/policy.ts';
import type { Described } from '../model/described-targets.ts';
import { describedTargets } from '../model/described-targets.ts';
import type { Target } from '../model/target.ts';
import { runbookFor, runbooks } from '../workflows/runbooks/index.ts';

/** Why an alert would lead to no remediation. */
type ExplainReason = 'ignored-by-route' | Extract<OutcomeReason, 'no-runbook' | 'unknown-target' | 'alert-resolved'>;

/** What would become of one alert. */
export interface Explanation {
  readonly fingerprint: string;
  readonly alertname: string;
  readonly status: Alert['status'];
  readonly incident: string | null;
  readonly target: string | null;
  readonly runbook: RunbookName | null;
  readonly mode: Mode | null;
  readonly reason: ExplainReason | null;
}

/** Decides for one alert what the trigger and the incident would decide, and talks to nothing. */
export function explain(alert: Alert, config: Described & Pick<Config, 'clusters' | 'routes' | 'policy'>): Explanation {
  const described = describedTargets(config);
  const { incident, target, runbook: requested } = correlate(alert, config.routes, described);
  const subject = {
    fingerprint: alert.fingerprint,
    alertname: alertName(alert),
    status: alert.status,
    incident,
    target,
  };
  const nothing = (reason: ExplainReason): Explanation => ({ ...subject, runbook: null, mode: null, reason });

  if (incident === null) return nothing('ignored-by-route');
  const runbook = requested ?? runbookFor([alert], target);
  if (!runbook) return nothing('no-runbook');
  const severity = severityOf(alert);
  const wanted = decideMode(config.policy.modes, { runbook, target, severity }, runbooks[runbook].defaultMode);
  const mode = allowedMode(wanted, { runbook, target, alerts: [subject.alertname] });
  const found: Explanation = { ...subject, runbook, mode, reason: null };
  if (alert.status === 'resolved') return { ...found, reason: 'alert-resolved' };
  const isKnown = described.some((each) => each.target === target) || isInCluster(target, config);
  return isKnown ? found : { ...found, reason: 'unknown-target' };
}

/** Whether a target could be an object of a described cluster; whether there is one, only the cluster knows. */
function isInCluster(target: Target | null, { clusters }: Pick<Config, 'clusters'>): boolean {
  const object = target === null ? null : objectOf(target);
  return object !== null && clusters.some(({ name }) => name === object.cluster);
}
