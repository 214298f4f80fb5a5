import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { accepts } from './ready.ts';

/** What a Temporal server must have before it counts as ready. */
interface Expected {
  readonly namespace?: string | undefined;
  readonly searchAttributes?: readonly string[];
}

/**
 * Says whether the server on this loopback port answers over gRPC and has what is expected; without an expectation it
 * only has to answer. The dev server makes namespaces and search attributes some time after it starts to listen.
 */
export async function temporalAnswers(port: number, expected?: Expected): Promise<boolean> {
  if (!(await accepts(port))) return false;
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: '2s' });
  try {
    return expected ? await connection.withDeadline(Date.now() + 2_000, () => has(connection, expected)) : true;
  } finally {
    await connection.close();
  }
}

async function has(connection: Connection, { namespace = 'default', searchAttributes = [] }: Expected) {
  await connection.workflowService.describeNamespace({ namespace });
  if (searchAttributes.length === 0) return true;
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributes.every((name) => name in customAttributes);
}

const retention = '30 days';
/** gRPC status NOT_FOUND. */
const notFound = 5;

/**
 * Says whether the server on this loopback port serves a namespace, and makes it where it is missing. Each service of the
 * server is found, and learns of a new namespace, in its own time: every one of them is asked.
 */
export async function namespaceIsServed(port: number, namespace: string, token?: string): Promise<boolean> {
  if (!(await accepts(port))) return false;
  const metadata = token ? { authorization: `Bearer ${token}` } : {};
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: '2s', metadata });
  try {
    return await connection.withDeadline(Date.now() + 2_000, async () => {
      await makeNamespace(connection, namespace);
      await askEveryService(connection, namespace);
      return true;
    });
  } finally {
    await connection.close();
  }
}

async function makeNamespace({ workflowService }: Connection, namespace: string): Promise<void> {
  if (await isThere(workflowService.describeNamespace({ namespace }))) return;
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(retention) });
}

/** A workflow and a task queue that nobody has: that the one is not there is an answer as good as any. */
const nobodys = 'nightshift-readiness';

async function askEveryService({ workflowService }: Connection, namespace: string): Promise<void> {
  await workflowService.countWorkflowExecutions({ namespace });
  await isThere(workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: nobodys } }));
  await workflowService.describeTaskQueue({ namespace, taskQueue: { name: nobodys } });
}

async function isThere(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === notFound) return false;
    throw error;
  }
}
