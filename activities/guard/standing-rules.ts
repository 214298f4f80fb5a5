import type { AlertmanagerClient } from '../../clients/alertmanager/alertmanager.ts';
import type { SilenceClient } from '../../clients/alertmanager/silences.ts';
import { alertName } from '../../model/alert/alert.ts';
import type { DependencyRule } from '../../model/standing/dependencies.ts';
import { dependencyNames, failedDependency } from '../../model/standing/dependencies.ts';
import type { MaintenanceWindow } from '../../model/standing/maintenance.ts';
import { windowAt } from '../../model/standing/maintenance.ts';
import type { Refusal } from '../../model/guard/refusal.ts';
import type { Protecting } from '../../model/kubernetes/rights/protection.ts';
import { protectionOf } from '../../model/kubernetes/rights/protection.ts';
import type { Action } from '../../model/remediation/plan.ts';
import { silencedAlert, withoutSilences } from '../../model/standing/silences.ts';
import type { RunbookName } from '../../model/names.ts';
import type { FiringAlert } from '../../model/remediation/remediation.ts';
import type { Target } from '../../model/target.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import { marksOfSilences } from '../alertmanager/marks.ts';
import { readAlerts } from '../alertmanager/reading.ts';
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
  /** The mark of the silences that Nightshift opens for this: they are no reason against it. */
  readonly silence?: string;
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
  /** Null where Nightshift opens no silences. */
  readonly silences: Pick<SilenceClient, 'readSilence'> | null;
  readonly dependencies: readonly DependencyRule[];
  readonly clusters: readonly Protecting[];
}

/** Makes the rules over what knows about freezes, windows, alerts and what is protected. */
export function createStandingRules(sources: StandingRuleSources): StandingRules {
  const { findFreeze, maintenance, alertmanager, silences, dependencies, clusters } = sources;
  const freezeOf: StandingRules['freezeOf'] = async ({ target, runbook }) => {
    const freeze = await findFreeze({ target, runbook });
    return freeze && refusal('frozen', `frozen by ${onOneLine(freeze.by)}: ${onOneLine(freeze.reason)}`);
  };
  return {
    freezeOf,
    async refusalFor({ target, runbook, alerts, actions, evicts, silence }) {
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
      const marks = silences ? await marksOfSilences(silences, alerts, known) : new Map<string, string>();
      const isOwn = (id: string): boolean => silence !== undefined && marks.get(id) === silence;
      const suppressed = silencedAlert(alerts, withoutSilences(known, isOwn));
      if (suppressed?.by === 'silence') return refusal('silenced', `${onOneLine(suppressed.alert.name)} is silenced`);
      if (suppressed)
        return refusal('shared-cause', `${onOneLine(suppressed.alert.name)} is inhibited by another alert`);

      // What another repair has silenced fires all the same.
      const heard = withoutSilences(known, (id) => marks.has(id));
      const dependency = failedDependency({ target, alerts, evicts }, heard, dependencies);
      return (
        dependency && refusal('control-plane', `${onOneLine(dependency.name)} fires, on which this target depends`)
      );
    },
  };
}

function refusal(reason: Refusal['reason'], detail: string): Refusal {
  return { reason, detail };
}
