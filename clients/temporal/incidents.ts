import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { alertName } from '../../model/alert/alert.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import { incidentWorkflowId, intakeWorkflowId, messageNames, taskQueue, workflowTypes } from '../../model/names.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { deliverLate } from './late-alerts.ts';

/** Alerts by the key of their incident. */
export type ByIncident = Readonly<Record<string, readonly Delivery[]>>;

/** How alerts reach their incidents. Every call resolves only after Temporal has stored what it was given. */
export interface IncidentClient {
  /** Gives an incident its alerts; the incident begins where there is none. */
  deliver(key: string, deliveries: readonly Delivery[]): Promise<void>;
  /**
   * Gives many incidents their alerts, some at a time, however often it is called at once. Resolves to the
   * keys that could not be reached.
   *
   * @param takenAt when the alerts were taken, in milliseconds since the epoch: where an incident has closed since then,
   * they count as if it had heard them in time. `null` where they have not waited.
   */
  deliverAll(
    entries: readonly (readonly [key: string, deliveries: readonly Delivery[]])[],
    takenAt: number | null,
  ): Promise<readonly string[]>;
  /** Stores a whole body in one commit; a workflow hands it over from there. */
  takeIn(byIncident: ByIncident): Promise<void>;
}

/**
 * Calls under way at once: beyond it one server gets no faster, only its answers slower, until it gives up
 * on what it has begun and nothing gets done any more.
 */
const parallelCalls = 32;

/**
 * After how long a worker that has begun an incident's task counts as dead, and another one takes it: people are to be woken
 * on time although a worker dies right then. A task takes milliseconds.
 */
const taskTimeoutMs = 3_000;

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createIncidentClient(client: Client, deadlineMs: number): IncidentClient {
  // What is handed over later must not hold up what somebody waits for now.
  const [storing, handingOver] = [lanes(parallelCalls), lanes(parallelCalls)];
  const within = (deadline: number, call: () => Promise<unknown>): Promise<unknown> =>
    client.connection.withDeadline(deadline, call);
  /** The wait for a lane counts: a sender has to be told to come back before it gives up by itself. */
  const store = async (call: () => Promise<unknown>): Promise<void> => {
    const deadline = Date.now() + deadlineMs;
    await storing(() => within(deadline, call));
  };

  const tell = (key: string, deliveries: readonly Delivery[]): Promise<unknown> =>
    client.workflow.signalWithStart(workflowTypes.incident, {
      workflowId: incidentWorkflowId(key),
      taskQueue,
      args: [{ key }],
      signal: messageNames.deliver,
      signalArgs: [deliveries],
      // A later episode is a new run; a running incident is signalled, never started twice.
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowTaskTimeout: taskTimeoutMs,
      staticSummary: summaryOf(key, deliveries),
    });

  return {
    deliver: (key, deliveries) => store(() => tell(key, deliveries)),

    async deliverAll(entries, takenAt) {
      const failed: string[] = [];
      const give = (key: string, deliveries: readonly Delivery[]): Promise<unknown> =>
        takenAt === null
          ? tell(key, deliveries)
          : deliverLate(client, { key, deliveries, takenAt }, (news) => tell(key, news));
      const handOver = ([key, deliveries]: (typeof entries)[number]): Promise<unknown> =>
        handingOver(() => within(Date.now() + deadlineMs, () => give(key, deliveries))).catch(() => failed.push(key));
      await Promise.all(entries.map(handOver));
      return failed;
    },

    async takeIn(byIncident) {
      const digest = bytesToHex(sha256(utf8ToBytes(JSON.stringify(byIncident)))).slice(0, 32);
      await store(() =>
        client.workflow.start(workflowTypes.intake, {
          workflowId: intakeWorkflowId(digest),
          taskQueue,
          args: [byIncident],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          staticSummary: `${Object.keys(byIncident).length} incidents from one body`,
        }),
      );
    },
  };
}

/** Lets so many calls be under way at once; the others wait in their order. */
function lanes(count: number): <T>(call: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (call) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    try {
      return await call();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

function summaryOf(key: string, deliveries: readonly Delivery[]): string {
  const names = [...new Set(deliveries.map(({ alert }) => alertName(alert)))].join(', ');
  return inertLine(`${names} on ${key}`, 200);
}
