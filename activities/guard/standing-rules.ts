import type { AlertmanagerClient } from '../../clients/alertmanager.ts';
import { maxAlertNames } from '../../clients/alertmanager.ts';
import { alertName } from '../../model/alert/alert.ts';
import type { DependencyRule } from '../../model/standing/dependencies.ts';
import { dependencyNames, failedDependency } from '../../model/standing/dependencies.ts';
import type { KnownAlert } from '../../model/standing/known-alert.ts';
import type { MaintenanceWindow } from '../../model/standing/maintenance.ts';
import { windowAt } from '../../model/standing/maintenance.ts';
import type { Refusal } from '../../model/guard/refusal.ts';
import type { Protecting } from '../../model/kubernetes/rights/protection.ts';
import { protectionOf } from '../../model/kubernetes/rights/protection.ts';
import type { Action } from '../../model/remediation/plan.ts';
import { silencedAlert } from '../../model/standing/silences.ts';
import type { RunbookName } from '../../model/names.ts';
import type { FiringAlert } from '../../model/remediation/remediation.ts';
import type { Target } from '../../model/target.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import { failure } from '../contracts/failure.ts';
import type { FindFreeze } from '../contracts/kill-switch.ts';

/** What is to be done, and for which alerts. */
interface Undertaking {
  readonly target: Target;
  readonly runbook: RunbookName;
  readonly alerts: readonly Pick<FiringAlert, 'fingerprint' | 'labels'>[];
  /** What exactly; at least one. */
  readonly actions: readonly Pick<Action, 'action' | 'target'>[];
  /** Whether running pods are taken away for it. */
  readonly evicts: boolean;
}

/** The rules that hold at every moment, without counting anything. */
export interface StandingRules {
  /** The freeze that forbids it now; undefined when none does. Fails as {@link refusalFor} does. */
  freezeOf(undertaking: Pick<Undertaking, 'target' | 'runbook'>): Promise<Refusal | undefined>;
  /**
   * The first rule that forbids it now; undefined when none does.
   *
   * @throws a retryable failure where that cannot be known: then nothing may be done either.
   */
  refusalFor(undertaking: Undertaking): Promise<Refusal | undefined>;
}

interface StandingRuleSources {
  readonly findFreeze: FindFreeze;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly alertmanager: AlertmanagerClient;
  readonly dependencies: readonly DependencyRule[];
  readonly clusters: readonly Protecting[];
}

/** Makes the rules over what knows about freezes, windows, alerts and what is protected. */
export function createStandingRules(sources: StandingRuleSources): StandingRules {
  const { findFreeze, maintenance, alertmanager, dependencies, clusters } = sources;
  const freezeOf: StandingRules['freezeOf'] = async ({ target, runbook }) => {
    const freeze = await findFreeze({ target, runbook });
    return freeze && refusal('frozen', `frozen by ${onOneLine(freeze.by)}: ${onOneLine(freeze.reason)}`);
  };
  return {
    freezeOf,
    async refusalFor({ target, runbook, alerts, actions, evicts }) {
      const frozen = await freezeOf({ target, runbook });
      if (frozen) return frozen;

      const protection = actions.map((action) => protectionOf(action, clusters)).find((words) => words !== null);
      if (protection !== undefined) return refusal('protected', onOneLine(protection));

      const open = windowAt(maintenance, { target, runbook }, Date.now());
      if (open) {
        const until = new Date(open.endsAtMs).toISOString();
        return refusal('maintenance', `the maintenance window ${onOneLine(open.window.name)} is open until ${until}`);
      }

      const names = [...alerts.map(alertName), ...dependencyNames(target, dependencies)];
      const known = await readAlerts(alertmanager, names);
      const suppressed = silencedAlert(alerts, known);
      if (suppressed?.by === 'silence') return refusal('silenced', `${onOneLine(suppressed.alert.name)} is silenced`);
      if (suppressed)
        return refusal('shared-cause', `${onOneLine(suppressed.alert.name)} is inhibited by another alert`);

      const dependency = failedDependency({ target, alerts, evicts }, known, dependencies);
      return (
        dependency && refusal('control-plane', `${onOneLine(dependency.name)} fires, on which this target depends`)
      );
    },
  };
}

async function readAlerts(alertmanager: AlertmanagerClient, names: readonly string[]): Promise<readonly KnownAlert[]> {
  const known: KnownAlert[] = [];
  try {
    for (let first = 0; first < names.length; first += maxAlertNames)
      known.push(...(await alertmanager.readAlerts(names.slice(first, first + maxAlertNames))));
    return known;
  } catch (error) {
    throw failure('AlertmanagerUnavailable', (error as Error).message);
  }
}

function refusal(reason: Refusal['reason'], detail: string): Refusal {
  return { reason, detail };
}
