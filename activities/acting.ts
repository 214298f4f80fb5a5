import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { AuditLog } from '../clients/audit/audit-log.ts';
import type { Attempt } from '../clients/temporal/attempts.ts';
import type { ActionRecord } from '../model/audit.ts';
import type { Refusal } from '../model/guard/refusal.ts';
import type { ActionAnswer, ActionOrder } from '../model/remediation/action-order.ts';
import type { ActionResult, Facts } from '../model/remediation/plan.ts';
import { actions } from './actions/index.ts';
import type { ActionDependencies } from './contracts/action-definition.ts';
import { traitsOf } from './contracts/action-definition.ts';
import { ownOf } from '../model/remediation/sender.ts';
import { failure } from './contracts/failure.ts';
import type { FindSender } from './senders.ts';
import { identifyOwnSender } from './senders.ts';
import type { StandingRules } from './guard/standing-rules.ts';

export interface ActingDependencies extends ActionDependencies {
  readonly audit: AuditLog;
  readonly standingRules: StandingRules;
  readonly findSender: FindSender;
  /** Whether the server still waits for an attempt. */
  readonly isAwaited: (attempt: Attempt) => Promise<boolean>;
  readonly log: Logger;
}

/** What an attempt leaves for the next one. */
interface LeftBehind {
  /** The attempt that ended before the effect could begin, as every one before it had. */
  readonly notBegun: number;
}

/** The one activity that changes anything outside. */
export function createActingActivities(deps: ActingDependencies) {
  return {
    /**
     * Performs an order once, however often it is tried. It fails as `NotBegun` where it cannot even begin;
     * any other failure means that nobody can tell.
     */
    async performAction(order: ActionOrder): Promise<ActionAnswer> {
      const earlier = await resultOfEarlier(order, deps);
      if (earlier) return earlier;
      const start = await prepare(order, deps).catch(neverBegun);
      if ('refusal' in start) return { result: 'refused', refusal: start.refusal };
      const { action, target, settings } = order;
      const findFreezeNow = async () => (await deps.standingRules.freezeOf(order))?.detail;
      const result = await actions[action].perform(target, { ...deps, findFreezeNow }, start.facts, settings);
      return recorded(order, result, deps);
    },
  };
}

/** What became of the same order when it was begun before; undefined when it still has to be performed. */
async function resultOfEarlier(order: ActionOrder, deps: ActingDependencies): Promise<ActionResult | undefined> {
  const { action, target, settings, preconditions, key } = order;
  const records = await deps.audit.find(key).catch((error: unknown) => {
    if (isUntouched()) neverBegun(error);
    throw error;
  });
  // The first, which the workflow has heard: an attempt that was given up may have added its own.
  const result = records.find((record) => 'result' in record);
  if (result) return { result: result.result, summary: result.summary };
  if (records.length === 0 && isUntouched()) return undefined;
  const definition = actions[action];
  const { expectedMs } = traitsOf(definition, target, deps);
  if (definition.isAskedLate) awaitLateEffect(records.at(-1), expectedMs);
  const happened = await definition.didHappen(target, preconditions, deps, settings);
  if (happened === 'no') {
    if (!definition.mayBeginBeside) awaitLateEffect(records.at(-1), expectedMs);
    return undefined;
  }
  const found: ActionResult =
    happened === 'yes'
      ? { result: 'done', summary: `${action} had been done already` }
      : { result: 'unknown', summary: `${action} was begun before, and nobody can tell whether it was done` };
  return recorded(order, found, deps);
}

/** Why an effect may not begin, or what is true of the target right before it. */
type Start = { readonly refusal: Refusal } | { readonly facts: Facts };

/** Between the last question and the effect: a worker that slept for longer must ask again. */
const freshForMs = 5_000;

/** Everything that must hold just before the effect; the last of it is that the intent is on record. */
async function prepare(order: ActionOrder, deps: ActingDependencies): Promise<Start> {
  const { action, target, settings, kind, preconditions, notAfter, approvals } = order;
  // What was done wrongly is not left as it is because a window has opened; whoever freezes means that too.
  const rules = deps.standingRules;
  const evicts = actions[action].evicts ?? false;
  const refusal = await (kind === 'undo'
    ? rules.freezeOf(order)
    : rules.refusalFor({ ...order, actions: [order], evicts }));
  if (refusal) return { refusal };
  for (const message of approvals) {
    const { replayed } = await identifyOwnSender(deps.findSender, ownOf(message));
    if (replayed) return refuse('approval-replayed', 'the approval was meant for a run before a reset');
  }
  if (notAfter !== null && new Date().toISOString() > notAfter)
    return refuse('plan-expired', `the plan has expired at ${notAfter}`);
  const facts = await actions[action].observe(target, deps, settings);
  const changes = changesBetween(preconditions, facts);
  if (changes) return refuse('preconditions-changed', changes);
  const askedAt = Date.now();
  if (!(await deps.isAwaited(thisAttempt()))) throw new Error('nobody waits for this attempt any more');
  await deps.audit.write({ ...entryOf(order), kind: kind === 'do' ? 'intent' : 'undo-intent', before: facts });
  if (Date.now() - askedAt > freshForMs) throw new Error('it took too long to begin');
  return { facts };
}

function refuse(reason: Refusal['reason'], detail: string): Start {
  return { refusal: { reason, detail } };
}

function thisAttempt(): Attempt {
  const { workflowExecution, activityId, attempt } = activityInfo();
  const { workflowId = '', runId = '' } = workflowExecution ?? {};
  return { workflowId, runId, activityId, attempt };
}

/** What was begun by somebody who is gone, such as a command that runs on, may take effect a while later. */
function awaitLateEffect(intent: ActionRecord | undefined, expectedMs: number): void {
  const leftMs = intent ? Date.parse(intent.at) + expectedMs - Date.now() : 0;
  if (leftMs <= 0) return;
  throw failure('EffectPending', 'it was begun a moment ago, and may still take effect', { nextRetryDelay: leftMs });
}

/** The effect is there whether or not the record can be written: its answer must not get lost over that. */
async function recorded(order: ActionOrder, result: ActionResult, deps: ActingDependencies): Promise<ActionResult> {
  const { action, target, settings, kind, key } = order;
  try {
    const after = await actions[action].observe(target, deps, settings).catch(() => ({}));
    await deps.audit.write({ ...entryOf(order), kind: kind === 'do' ? 'result' : 'undo-result', ...result, after });
  } catch (error) {
    deps.log.error({ err: error, key, result }, 'the result of an action could not be recorded');
  }
  return result;
}

/** Whether no attempt before this one has begun the effect, whatever the target looks like. */
function isUntouched(): boolean {
  const { attempt, heartbeatDetails } = activityInfo();
  return attempt === 1 || (heartbeatDetails as Partial<LeftBehind> | undefined)?.notBegun === attempt - 1;
}

function neverBegun(error: unknown): never {
  // A failed attempt hands its last heartbeat on: a guard that was away for a moment shall cost no repair.
  if (isUntouched()) heartbeat({ notBegun: activityInfo().attempt } satisfies LeftBehind);
  throw failure('NotBegun', (error as Error).message);
}

/** What is no longer as it was, in words; undefined when everything is. */
function changesBetween(before: Facts, now: Facts): string | undefined {
  const changed = Object.keys(before).filter((name) => before[name] !== now[name]);
  if (changed.length === 0) return undefined;
  const words = changed.map((name) => `${name} was ${before[name]} and is ${now[name] ?? 'not known'}`);
  return `the target has changed since the plan was made: ${words.join(', ')}`;
}

function entryOf({ incident, target, runbook, plan, step, key, action }: ActionOrder) {
  return { at: new Date().toISOString(), incident, target, runbook, plan, step, key, action };
}
