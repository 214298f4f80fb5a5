import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { alertName } from '../../model/alert/alert.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import { incidentWorkflowId, intakeWorkflowId, messageNames, taskQueue, workflowTypes } from '../../model/names.ts';
import { inertLine } from '../../model/text/markdown.ts';

/** Alerts by the key of their incident. */
export type ByIncident = Readonly<Record<string, readonly Delivery[]>>;

/** How alerts reach their incidents. Every call resolves only after Temporal has stored what it was given. */
export interface IncidentClient {
  /** Gives an incident its alerts; the incident begins where there is none. */
  deliver(key: string, deliveries: readonly Delivery[]): Promise<void>;
  /** Gives many incidents their alerts, some at a time. Resolves to the keys that could not be reached. */
  deliverAll(entries: readonly (readonly [key: string, deliveries: readonly Delivery[]])[]): Promise<readonly string[]>;
  /** Stores a whole body in one commit; a workflow hands it over from there. */
  takeIn(byIncident: ByIncident): Promise<void>;
}

/** Calls under way at once: beyond it one server gets no faster, only its answers slower. */
const parallelDeliveries = 32;

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createIncidentClient(client: Client, deadlineMs: number): IncidentClient {
  const inTime = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + deadlineMs, call);

  const deliver: IncidentClient['deliver'] = async (key, deliveries) => {
    await inTime(() =>
      client.workflow.signalWithStart(workflowTypes.incident, {
        workflowId: incidentWorkflowId(key),
        taskQueue,
        args: [{ key }],
        signal: messageNames.deliver,
        signalArgs: [deliveries],
        // A later episode is a new run; a running incident is signalled, never started twice.
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: summaryOf(key, deliveries),
      }),
    );
  };

  return {
    deliver,

    async deliverAll(entries) {
      const waiting = [...entries];
      const failed: string[] = [];
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          await deliver(...next).catch(() => failed.push(next?.[0] ?? ''));
        }
      };
      await Promise.all(Array.from({ length: Math.min(parallelDeliveries, entries.length) }, lane));
      return failed;
    },

    async takeIn(byIncident) {
      const digest = bytesToHex(sha256(utf8ToBytes(JSON.stringify(byIncident)))).slice(0, 32);
      await inTime(() =>
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

function summaryOf(key: string, deliveries: readonly Delivery[]): string {
  const names = [...new Set(deliveries.map(({ alert }) => alertName(alert)))].join(', ');
  return inertLine(`${names} on ${key}`, 200);
}
