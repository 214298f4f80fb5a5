import { activityInfo, heartbeat } from '@temporalio/activity';
import type { GuardClient } from '../../clients/temporal/guards.ts';
import type { Admission, AdmissionQuestion } from '../../model/guard/admission.ts';
import type { Caps } from '../../model/guard/decide.ts';
import type { FailureDomain } from '../../model/guard/domain.ts';
import { ancestorsOf, domainOf } from '../../model/guard/domain.ts';
import type { GuardGroup } from '../../model/guard/group.ts';
import { isMember } from '../../model/guard/group.ts';
import type { ClaimAnswer, RepairEnd } from '../../model/guard/ledger.ts';
import type { Verdict } from '../../model/guard/refusal.ts';
import type { Target } from '../../model/target.ts';
import type { AuditLog } from '../../clients/audit/audit-log.ts';
import { actions } from '../actions/index.ts';
import { failure } from '../contracts/failure.ts';
import type { MeasureGroup } from './groups.ts';
import type { StandingRules } from './standing-rules.ts';

/** What the operators' configuration says of guards. */
interface GuardPolicy {
  readonly caps: Caps;
  readonly domains: readonly FailureDomain[];
  readonly groups: readonly GuardGroup[];
}

export interface AdmittingDependencies {
  readonly guards: GuardClient;
  readonly guardPolicy: GuardPolicy;
  readonly standingRules: StandingRules;
  readonly measureGroup: MeasureGroup;
  /** Whether an incident of this target is open and unresolved. */
  readonly hasTrouble: (target: Target) => Promise<boolean>;
  readonly audit: AuditLog;
}

/** A repair that ended. */
interface Settlement {
  readonly claim: string;
  readonly target: Target;
  readonly end: RepairEnd;
}

/** What one try leaves for the next one. */
interface Waited {
  /** Whether a storm has held it up. */
  readonly metStorm: boolean;
  /** When the first try began, in milliseconds since the epoch. */
  readonly askedAt: number;
}

/** How long a repair waits before it asks again where something outside stands in its way. */
const askAgainMs = 30_000;
const slowestAskMs = 60_000;

/** The activities that ask whether a repair may begin, and give its place back. */
export function createAdmittingActivities(deps: AdmittingDependencies) {
  const { guards, guardPolicy, audit } = deps;

  const claimPlace = async (
    { claim: id, plan, lapsesAfterMs }: AdmissionQuestion,
    askedAt: number,
  ): Promise<ClaimAnswer> => {
    const { target, runbook } = plan;
    const groups = await Promise.all(
      guardPolicy.groups.filter((group) => isMember(group, target)).map(deps.measureGroup),
    );
    const putAt = activityInfo().scheduledTimestampMs;
    const domain = domainOf(target, guardPolicy.domains);
    return guards.claim(domain, { id, target, runbook, putAt, askedAt, lapsesAfterMs, groups }, guardPolicy.caps);
  };

  return {
    /** Fails as `NotAdmittedYet` while a guard says "not now" and the repair's patience lasts. */
    async admitPlan(question: AdmissionQuestion): Promise<Admission> {
      const before = activityInfo().heartbeatDetails as Waited | undefined;
      // Not when it was scheduled: where so many ask that each is late, none would be news of the storm that they are.
      const askedAt = before?.askedAt ?? Date.now();
      const obstacle = await obstacleTo(question, deps);
      const { verdict, recurs } = obstacle ? { verdict: obstacle, recurs: false } : await claimPlace(question, askedAt);
      const isHeldUp = verdict.verdict === 'wait';
      const metStorm = isHeldUp && (verdict.reason === 'storm' || (before?.metStorm ?? false));
      if (isHeldUp) {
        const waitedMs = Date.now() - activityInfo().scheduledTimestampMs;
        const nextRetryDelay = spread(Math.max(verdict.retryAfterMs, pauseAfter(waitedMs)));
        if (waitedMs + nextRetryDelay < question.patienceMs) {
          heartbeat({ metStorm, askedAt } satisfies Waited);
          throw failure('NotAdmittedYet', `${verdict.reason}: ${verdict.detail}`, { nextRetryDelay });
        }
      }
      // Whatever held it up last: without the storm it would have had its turn, and people have heard of that.
      const refusal = verdict.verdict === 'go' ? null : metStorm ? 'storm' : verdict.reason;
      const detail = verdict.verdict === 'go' ? 'nothing stands in the way' : verdict.detail;
      const { incident, plan } = question;
      const { hash, target, runbook } = plan;
      await audit.write({
        kind: 'guard',
        at: new Date().toISOString(),
        incident,
        target,
        runbook,
        plan: hash,
        step: null,
        key: null,
        refusal,
        detail,
      });
      return { refusal, detail, recurs };
    },

    settleRepair: ({ claim, target, end }: Settlement): Promise<void> =>
      guards.settle(domainOf(target, guardPolicy.domains), claim, end),
  };
}

/** What stands in the way without counting anything. What passes by itself is worth waiting for. */
async function obstacleTo(
  { plan, alerts, silence }: AdmissionQuestion,
  deps: AdmittingDependencies,
): Promise<Verdict | undefined> {
  const { target, runbook, steps } = plan;
  const evicts = steps.some(({ action }) => actions[action].evicts);
  const refusal = await deps.standingRules.refusalFor({
    target,
    runbook,
    alerts,
    actions: steps,
    evicts,
    ...(silence ? { silence } : {}),
  });
  if (refusal?.reason === 'control-plane') return { verdict: 'wait', retryAfterMs: askAgainMs, ...refusal };
  if (refusal) return { verdict: 'refuse', ...refusal };
  for (const ancestor of ancestorsOf(target)) {
    if (!(await deps.hasTrouble(ancestor))) continue;
    const detail = `${ancestor} is in trouble itself, which is the cause or comes first`;
    return { verdict: 'wait', reason: 'shared-cause', detail, retryAfterMs: askAgainMs };
  }
  return undefined;
}

/** Who has waited for long asks less often, or thousands that wait would keep everyone busy with asking. */
function pauseAfter(waitedMs: number): number {
  return Math.min(slowestAskMs, waitedMs / 5);
}

/** Repairs that were told to wait at the same time must not all come back at the same time. */
function spread(milliseconds: number): number {
  return Math.ceil(milliseconds * (1 + Math.random() / 2));
}
