import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { Caps } from '../../model/guard/decide.ts';
import { decide } from '../../model/guard/decide.ts';
import type { Claim, ClaimAnswer, Ledger, RepairEnd } from '../../model/guard/ledger.ts';
import { emptyLedger, settle } from '../../model/guard/ledger.ts';
import { ledgerDetails } from '../../model/guard/details.ts';
import { readClaims, readSettlement } from '../../model/guard/messages.ts';
import type { Activities } from '../../activities/index.ts';
import { domainOfGuard, messageNames } from '../../model/names.ts';
import { handOver } from '../activity-profiles.ts';

const telling = proxyActivities<Activities>(handOver);

/** An Update, because repairs have to know before they begin. The answers come in the order of the claims. */
export const claimUpdate = defineUpdate<readonly ClaimAnswer[], [readonly Claim[], Caps]>(messageNames.claim);
/** A Signal, because nobody waits for it. */
export const settleSignal = defineSignal<[{ readonly id: string; readonly end: RepairEnd }]>(messageNames.settle);
export const ledgerQuery = defineQuery<Ledger>(messageNames.ledger);

/** Messages in one run after which the history is renewed: a run takes 2,000 Updates. */
const maxMessagesPerRun = 1_000;

/** What a guard starts from; nothing for its first run. */
interface GuardInput {
  readonly ledger?: Ledger;
  /** When people were told of the storm that lasts, ISO 8601. */
  readonly stormTold?: string | null;
}

/**
 * Counts the repairs of one failure domain, so that caps hold over all workers and all incidents, and
 * tells people of a storm, once. Only repairs talk to it, never alerts. It lives for ever, in runs.
 */
export async function guard({ ledger: before = emptyLedger, stormTold = null }: GuardInput = {}): Promise<void> {
  let ledger = before;
  let told = stormTold;
  let messages = 0;
  const change = (next: Ledger): void => {
    messages += 1;
    ledger = next;
    setCurrentDetails(ledgerDetails(ledger));
  };
  const isFull = () => workflowInfo().continueAsNewSuggested || messages >= maxMessagesPerRun;
  const isStorm = () => ledger.stormUntil !== null && ledger.stormUntil > Date.now();

  setHandler(
    claimUpdate,
    (claims, caps) => {
      const answers: ClaimAnswer[] = [];
      let next = ledger;
      for (const claim of claims) {
        const { verdict, recurs, ledger: decided } = decide(next, claim, caps, Date.now());
        answers.push({ verdict, recurs });
        next = decided;
      }
      change(next);
      return answers;
    },
    { validator: (claims, caps) => insistOn(readClaims(claims, caps)), description: 'May these repairs begin?' },
  );
  setHandler(
    settleSignal,
    (settlement) => {
      const readable = readSettlement(settlement);
      change(readable ? settle(ledger, readable.id, readable.end, Date.now()) : ledger);
      if (!readable) log.warn('unreadable message ignored', { workflowId: workflowInfo().workflowId });
    },
    { description: 'A repair has ended.' },
  );
  setHandler(ledgerQuery, () => ledger, { description: 'What this guard remembers.' });
  setCurrentDetails(ledgerDetails(ledger));

  while (!isFull()) {
    const isNews = () => isFull() || isStorm() !== (told !== null);
    if (isStorm()) await condition(isNews, Math.max(1, (ledger.stormUntil ?? 0) - Date.now()));
    else await condition(isNews);
    if (isStorm() === (told !== null)) continue;
    const since = told ?? new Date().toISOString();
    const lasts = isStorm();
    told = lasts ? since : null;
    await telling.tellOfStorm({ domain: domainOfGuard(workflowInfo().workflowId), since, lasts });
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof guard>({ ledger, stormTold: told });
}

function insistOn(isReadable: boolean): void {
  if (!isReadable) throw ApplicationFailure.nonRetryable('these claims cannot be read', 'UnreadableClaim');
}
