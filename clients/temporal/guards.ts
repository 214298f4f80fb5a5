import type { Client } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Caps } from '../../model/guard/decide.ts';
import type { Claim, ClaimAnswer, RepairEnd } from '../../model/guard/ledger.ts';
import { guardWorkflowId, messageNames, taskQueue, workflowTypes } from '../../model/names.ts';

/** How repairs talk to the guards of their failure domains. */
export interface GuardClient {
  /**
   * Asks whether a repair may begin; the guard begins where there is none. Claims that come while one is
   * being answered go together: a workflow takes ten Updates at a time and refuses more, however many wait.
   */
  claim(domain: string, claim: Claim, caps: Caps): Promise<ClaimAnswer>;
  /** Says how a repair ended, and gives its place back. Where there is no guard there is no place to give back. */
  settle(domain: string, id: string, end: RepairEnd): Promise<void>;
}

interface Waiting {
  readonly claim: Claim;
  readonly caps: Caps;
  readonly answered: (answer: ClaimAnswer) => void;
  readonly failed: (error: unknown) => void;
}

/** Claims that go together at most. */
const maxTogether = 50;

/** Characters of them: Temporal warns at 512 KiB, and one claim in large groups may have some ten thousand. */
const maxLength = 256 * 1_024;

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createGuardClient(client: Client, deadlineMs: number): GuardClient {
  const queues = new Map<string, Waiting[]>();
  const inTime = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + deadlineMs, call);

  const ask = (domain: string, claims: readonly Claim[], caps: Caps): Promise<readonly ClaimAnswer[]> =>
    inTime(() =>
      client.workflow.executeUpdateWithStart(messageNames.claim, {
        args: [claims, caps],
        startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.guard, {
          workflowId: guardWorkflowId(domain),
          taskQueue,
          args: [{}],
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: `repairs of ${domain}`,
          // Every repair waits for it: it must not wait behind all of them.
          priority: { priorityKey: 1 },
        }),
      }),
    );

  /** Asks for those who wait, some at a time, until nobody does. */
  const askForAll = async (domain: string, queue: Waiting[]): Promise<void> => {
    for (let [first] = queue; first; [first] = queue) {
      const together = queue.splice(0, countTogether(queue));
      const claims = together.map(({ claim }) => claim);
      try {
        const answers = await ask(domain, claims, first.caps);
        for (const [index, { answered, failed }] of together.entries()) {
          const answer = answers[index];
          if (answer) answered(answer);
          else failed(new Error(`the guard of ${domain} left a claim without an answer`));
        }
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    queues.delete(domain);
  };

  return {
    claim: (domain, claim, caps) =>
      new Promise((answered, failed) => {
        const own = { claim, caps, answered, failed };
        const queue = queues.get(domain);
        if (queue) {
          queue.push(own);
          return;
        }
        const begun = [own];
        queues.set(domain, begun);
        void askForAll(domain, begun);
      }),

    async settle(domain, id, end) {
      const handle = client.workflow.getHandle(guardWorkflowId(domain));
      try {
        await inTime(() => handle.signal(messageNames.settle, { id, end }));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

/** How many of those at the front go together; one at the least. */
function countTogether(queue: readonly Waiting[]): number {
  let length = 0;
  const tooMuch = queue.findIndex(({ claim }) => (length += JSON.stringify(claim).length) > maxLength);
  return Math.max(1, Math.min(maxTogether, tooMuch < 0 ? queue.length : tooMuch));
}
