import type { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPayload } from '../support/temporal/broken-payloads.ts';
import type { DevWorker } from '../support/temporal/dev-worker.ts';
import { startDevWorker } from '../support/temporal/dev-worker.ts';
import type * as workflows from '../support/workflows/asked.ts';

const taskQueue = 'undecodable';
const namespace = 'default';
const broken = { payloads: [aPayload('json/plain', '{')] };
const identifySenders = () => Promise.resolve([{}]);
let dev: DevWorker;

beforeAll(async () => {
  dev = await startDevWorker({ workflows: 'asked', taskQueue, activities: () => ({ identifySenders }) });
});

afterAll(() => dev[Symbol.asyncDispose]());

/** Sends an Update past the client's converter, and gives back what its sender is told. */
async function updated({ workflowService }: Client, workflowId: string): Promise<string> {
  const { outcome } = await workflowService.updateWorkflowExecution({
    namespace,
    workflowExecution: { workflowId },
    request: { meta: { updateId: 'broken' }, input: { name: 'approve', args: broken } },
  });
  return outcome?.failure?.message ?? 'accepted';
}

/** The same with a query, while the workflow's first task may still be under way. */
async function queried({ workflowService }: Client, workflowId: string): Promise<string> {
  const query = { queryType: 'senders', queryArgs: broken };
  await workflowService.queryWorkflow({ namespace, execution: { workflowId }, query });
  return 'answered';
}

it.each([
  ['an Update is refused by the SDK', updated, /JSON/],
  ['a query is answered', queried, /answered/],
])('%s although its argument cannot be decoded, and the workflow goes on', async (_title, ask, told) => {
  const client = dev.clientOf('eve');
  const workflowId = `asked-${randomUUID()}`;
  const handle = await client.workflow.start<typeof workflows.asked>('asked', { taskQueue, workflowId });

  const answer = await ask(client, workflowId);
  await handle.executeUpdate('approve');

  expect(answer).toMatch(told);
  expect(await handle.query('senders')).toEqual([{}]);
});
