import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Check, CheckResult } from '../model/remediation/check.ts';
import type { LogExcerpt } from '../model/remediation/diagnosis.ts';
import type { Action, ActionResult } from '../model/remediation/plan.ts';
import type { Target } from '../model/target.ts';
import { inertLine } from '../model/text/markdown.ts';
import { look, sideEffect, untilHealthy } from './activity-profiles.ts';

/**
 * The steps a runbook can take, each shown in the Temporal UI with what it is for.
 * Only the engine acts; a runbook looks, and says what it wants to have done.
 */
const looking = proxyActivities<Activities>(look);
const acting = proxyActivities<Activities>(sideEffect);

/** Asks one check once. */
export function runCheck(check: Check): Promise<CheckResult> {
  return looking.runCheck.executeWithOptions({ summary: title(check.check, check.target) }, [check]);
}

/** Asks several checks at the same time. */
export function runChecks(checks: readonly Check[]): Promise<CheckResult[]> {
  return Promise.all(checks.map((check) => runCheck(check)));
}

/** Collects the end of a target's log, masked and capped; null where it has none. */
export function collectLogs(target: Target): Promise<LogExcerpt | null> {
  return looking.collectLogs.executeWithOptions({ summary: title('collect logs of', target) }, [{ target }]);
}

/** Performs one action, once. */
export function performAction(action: Action): Promise<ActionResult> {
  return acting.performAction.executeWithOptions({ summary: title(action.action, action.target) }, [action]);
}

/** Resolves to the answers as soon as every check is healthy; rejects when that takes too long. */
export function awaitHealthy(checks: readonly Check[], withinMs: number): Promise<CheckResult[]> {
  const waiting = proxyActivities<Activities>(untilHealthy(withinMs));
  return waiting.awaitHealthy.executeWithOptions({ summary: 'wait until healthy' }, [{ checks }]);
}

function title(what: string, target: Target): string {
  return inertLine(`${what} ${target}`, 200);
}
