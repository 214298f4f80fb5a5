import type { Activities } from '../../activities/index.ts';
import { failure } from '../../activities/contracts/failure.ts';
import type { Report, ReportKind } from '../../model/incident/report.ts';
import type { ChannelType } from '../../model/names.ts';
import type { Check, CheckResult } from '../../model/remediation/check.ts';
import { overallHealth } from '../../model/remediation/check.ts';
import type { LogExcerpt } from '../../model/remediation/diagnosis.ts';
import type { Action, ActionResult } from '../../model/remediation/plan.ts';
import type { AttemptPolicy, IncidentPolicy, VerificationPolicy } from '../../model/remediation/policy.ts';
import type { Target } from '../../model/target.ts';
import { anAttemptPolicy } from './builders.ts';

const seconds = 1_000;
/** Tests tell time in these. */
export const minutes = 60 * seconds;
export const hours = 60 * minutes;

/** What a test may have otherwise than in {@link aPolicy}. */
interface PolicyChange {
  readonly mode?: AttemptPolicy['mode'];
  readonly verification?: Partial<VerificationPolicy>;
  readonly incident?: Partial<IncidentPolicy>;
  readonly channels?: AttemptPolicy['channels'];
}

/** A policy that lets Nightshift act, and two channels to tell people. */
function aPolicy(change: PolicyChange = {}): AttemptPolicy {
  const { verification, incident } = anAttemptPolicy();
  return anAttemptPolicy({
    channels: [
      { index: 0, type: 'console' },
      { index: 1, type: 'slack' },
    ],
    ...change,
    verification: { ...verification, ...change.verification },
    incident: { ...incident, ...change.incident },
  });
}

/** One message that people got. */
interface SentReport {
  readonly channel: ChannelType;
  readonly report: Report;
}

/**
 * The world as activities see it: services that answer or do not, a restart that helps or does not,
 * and people who are told. It counts what is done to it.
 */
export class MockWorld {
  readonly actions: Action[] = [];
  readonly reports: SentReport[] = [];
  /** The targets that answer their probe; every other one is down. */
  readonly up = new Set<Target>();
  restartHelps = true;
  policy: AttemptPolicy;
  /** What a test has an activity do in place of the usual; may be changed while the worker runs. */
  instead: Partial<Activities> = {};

  constructor(policy: PolicyChange = {}) {
    this.policy = aPolicy(policy);
  }

  /** The messages of one channel, in order. */
  told(channel: ChannelType = 'console'): readonly ReportKind[] {
    return this.reports.filter((sent) => sent.channel === channel).map(({ report }) => report.kind);
  }

  /** Does the one action there is, as {@link Activities.performAction} would. */
  readonly restart = async (action: Action): Promise<ActionResult> => {
    this.actions.push(action);
    if (this.restartHelps) this.up.add(action.target);
    return { result: 'done', summary: `restarted ${action.target}` };
  };

  readonly look = async ({ check, target }: Check): Promise<CheckResult> => {
    const health = this.up.has(target) ? 'healthy' : 'unhealthy';
    return { check, target, health, summary: `${check}: ${health}` };
  };

  readonly collectLogs = async ({ target }: { readonly target: Target }): Promise<LogExcerpt | null> => ({
    source: `log of ${target}`,
    text: 'FATAL: the last words',
    truncated: false,
  });

  /** What a worker needs: the world's own doings, or what stands {@link instead}. */
  activities(): Activities {
    return {
      runCheck: (check) => (this.instead.runCheck ?? this.look)(check),
      collectLogs: (input) => (this.instead.collectLogs ?? this.collectLogs)(input),
      performAction: (action) => (this.instead.performAction ?? this.restart)(action),
      awaitHealthy: (input) => (this.instead.awaitHealthy ?? this.awaitHealthy)(input),
      readPolicy: (question) => (this.instead.readPolicy ?? (() => Promise.resolve(this.policy)))(question),
      deliverReport: (input) => (this.instead.deliverReport ?? this.tell)(input),
      deliverAlerts: (input) => (this.instead.deliverAlerts ?? (() => Promise.resolve()))(input),
    };
  }

  private readonly awaitHealthy: Activities['awaitHealthy'] = async ({ checks }) => {
    const results = await Promise.all(checks.map(this.look));
    if (overallHealth(results) === 'healthy') return results;
    throw failure('NotHealthyYet', 'not healthy yet');
  };

  readonly tell: Activities['deliverReport'] = async ({ channel, report }) => {
    this.reports.push({ channel: channel.type, report });
  };
}
