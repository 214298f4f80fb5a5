import type { Client } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { readFile } from 'node:fs/promises';

/** A client of a server that knows one run, and hands out its history a few events at a time. */
export async function clientOfRecordedRun(fixture: string, eventsPerPage: number): Promise<Client> {
  const json = await readFile(new URL(`../../fixtures/temporal/${fixture}.json`, import.meta.url), 'utf8');
  const events = historyFromJSON(JSON.parse(json)).events ?? [];
  return clientServing(async ({ nextPageToken }) => {
    const from = Number(Buffer.from(nextPageToken).toString() || 0);
    const to = from + eventsPerPage;
    return {
      history: { events: events.slice(from, to) },
      nextPageToken: Buffer.from(to < events.length ? `${to}` : ''),
    };
  });
}

const withDeadline = (_deadline: number, run: () => Promise<unknown>): Promise<unknown> => run();

/** A client whose server answers every request for a history in the given way. */
export function clientServing(
  getWorkflowExecutionHistory: (request: { readonly nextPageToken: Uint8Array }) => Promise<unknown>,
): Client {
  const parts = {
    connection: { withDeadline },
    workflowService: { getWorkflowExecutionHistory },
    options: { namespace: 'default' },
  };
  return parts as unknown as Client;
}
