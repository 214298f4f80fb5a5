import { Connection } from '@temporalio/client';
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
