import type { Caps } from '../../../model/guard/decide.ts';
import { decide } from '../../../model/guard/decide.ts';
import type { DependencyRule } from '../../../model/standing/dependencies.ts';
import { failedDependency } from '../../../model/standing/dependencies.ts';
import type { FailureDomain } from '../../../model/guard/domain.ts';
import { ancestorsOf, domainOf } from '../../../model/guard/domain.ts';
import type { Freeze } from '../../../model/freeze/freeze.ts';
import { freezeOn } from '../../../model/freeze/freeze.ts';
import type { GroupState, GuardGroup } from '../../../model/guard/group.ts';
import { isMember, unavailableLimit } from '../../../model/guard/group.ts';
import type { KnownAlert } from '../../../model/standing/known-alert.ts';
import type { ClaimAnswer, Ledger, RepairEnd } from '../../../model/guard/ledger.ts';
import { emptyLedger, settle } from '../../../model/guard/ledger.ts';
import type { MaintenanceWindow } from '../../../model/standing/maintenance.ts';
import { windowAt } from '../../../model/standing/maintenance.ts';
import type { Refusal, RefusalReason, Verdict } from '../../../model/guard/refusal.ts';
import { silencedAlert } from '../../../model/standing/silences.ts';
import type { ActionOrder } from '../../../model/remediation/action-order.ts';
import type { Plan } from '../../../model/remediation/plan.ts';
import type { FiringAlert } from '../../../model/remediation/remediation.ts';
import type { Target } from '../../../model/target.ts';

/** What operators configure. */
interface GuardSettings {
  readonly caps: Caps;
  readonly domains: readonly FailureDomain[];
  readonly groups: readonly GuardGroup[];
  readonly dependencies: readonly DependencyRule[];
  /** Every described service. */
  readonly services: readonly Target[];
}

/** What asks, and for which alerts. */
export interface Asker {
  readonly id: string;
  readonly plan: Plan;
  readonly alerts: readonly FiringAlert[];
}

/** When a worker dies while it performs an action. */
export type Death = 'before the effect' | 'after the effect';

/**
 * The pure parts of the guard, put together in the order in which production does: the standing rules as
 * activities/guard/standing-rules.ts, a question as activities/guard/admitting.ts, an action as
 * activities/acting.ts. What those ask of the world are fields here.
 */
export class Guards {
  now: number;
  freezes: readonly Freeze[] = [];
  windows: readonly MaintenanceWindow[] = [];
  known: readonly KnownAlert[] = [];
  troubled: readonly Target[] = [];
  unhealthy: readonly Target[] = [];
  private readonly settings: GuardSettings;
  private readonly ledgers = new Map<string, Ledger>();
  private readonly audit = new Map<string, 'intent' | 'result'>();
  private readonly effects = new Set<string>();

  constructor(settings: GuardSettings, now: number) {
    this.settings = settings;
    this.now = now;
  }

  /** @param place when the repair asked for it, and how long it may last; null for a rehearsal. */
  ask(asker: Asker, place: { readonly askedAt: number; readonly lapsesAfterMs: number } | null): ClaimAnswer {
    const obstacle = this.obstacleTo(asker);
    if (obstacle) return { verdict: obstacle, recurs: false };
    const { target, runbook } = asker.plan;
    const groups = this.settings.groups.filter((group) => isMember(group, target)).map((group) => this.measure(group));
    const { askedAt, lapsesAfterMs } = place ?? { askedAt: this.now, lapsesAfterMs: null };
    const claim = { id: asker.id, target, runbook, putAt: askedAt, askedAt, lapsesAfterMs, groups };
    const { verdict, recurs, ledger } = decide(this.ledgerOf(target), claim, this.settings.caps, this.now);
    this.ledgers.set(this.domainOf(target), ledger);
    return { verdict, recurs };
  }

  settle({ id, plan }: Asker, end: RepairEnd): void {
    this.ledgers.set(this.domainOf(plan.target), settle(this.ledgerOf(plan.target), id, end, this.now));
  }

  /** @returns why it was refused, whether its effect happened now, and whether anyone heard so. */
  perform(order: ActionOrder, death: Death | null): { refusal?: RefusalReason; acted: boolean; heard: boolean } {
    const { key, notAfter } = order;
    if (this.audit.get(key) === 'result') return { acted: false, heard: true };
    if (this.effects.has(key)) {
      this.audit.set(key, 'result');
      return { acted: false, heard: true };
    }
    const refusal = order.kind === 'undo' ? this.freezeFor(order) : this.refusalFor(order);
    if (refusal) return { refusal: refusal.reason, acted: false, heard: true };
    if (notAfter !== null && new Date(this.now).toISOString() > notAfter)
      return { refusal: 'plan-expired', acted: false, heard: true };
    this.audit.set(key, 'intent');
    if (death === 'before the effect') return { acted: false, heard: false };
    this.effects.add(key);
    if (death === 'after the effect') return { acted: true, heard: false };
    this.audit.set(key, 'result');
    return { acted: true, heard: true };
  }

  private obstacleTo({ plan, alerts }: Asker): Verdict | undefined {
    const { target, runbook } = plan;
    const refusal = this.refusalFor({ target, runbook, alerts });
    if (refusal?.reason === 'control-plane') return { verdict: 'wait', retryAfterMs: 30_000, ...refusal };
    if (refusal) return { verdict: 'refuse', ...refusal };
    if (!ancestorsOf(target).some((ancestor) => this.troubled.includes(ancestor))) return undefined;
    return { verdict: 'wait', reason: 'shared-cause', detail: '', retryAfterMs: 30_000 };
  }

  private refusalFor({
    target,
    runbook,
    alerts,
  }: Pick<ActionOrder, 'target' | 'runbook' | 'alerts'>): Refusal | undefined {
    const frozen = this.freezeFor({ target, runbook });
    if (frozen) return frozen;
    if (windowAt(this.windows, { target, runbook }, this.now)) return because('maintenance');
    const suppressed = silencedAlert(alerts, this.known);
    if (suppressed) return because(suppressed.by === 'silence' ? 'silenced' : 'shared-cause');
    return failedDependency({ target, alerts }, this.known, this.settings.dependencies) && because('control-plane');
  }

  private freezeFor({ target, runbook }: Pick<ActionOrder, 'target' | 'runbook'>): Refusal | undefined {
    return freezeOn(this.freezes, { target, runbook }) ? because('frozen') : undefined;
  }

  private measure(group: GuardGroup): GroupState {
    const members = this.settings.services.filter((service) => isMember(group, service));
    const unhealthy = members.filter((member) => this.unhealthy.includes(member));
    return { name: group.name, limit: unavailableLimit(group, members.length), unhealthy, members };
  }

  private domainOf(target: Target): string {
    return domainOf(target, this.settings.domains);
  }

  private ledgerOf(target: Target): Ledger {
    return this.ledgers.get(this.domainOf(target)) ?? emptyLedger;
  }
}

function because(reason: RefusalReason): Refusal {
  return { reason, detail: '' };
}
