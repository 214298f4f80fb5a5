import type { Client } from '@temporalio/client';
import { FreezesUnreadableError } from '../clients/temporal/freezes.ts';
import { isServing, lazyClient, temporalSettings } from '../clients/temporal/temporal.ts';
import type { CliContext, Env } from './context.ts';
import { RefusedError, UsageError } from './context.ts';

/** How long a server may take to answer at all. */
const patienceMs = 3_000;

/** Asks Temporal something, and closes the connection again. Whatever goes wrong there is told in one sentence. */
export async function withClient<T>({ env }: CliContext, ask: (client: Client) => Promise<T>): Promise<T> {
  const { client, address } = clientOf(env);
  try {
    if (!(await isServing(client, patienceMs)))
      throw new UsageError(`Temporal at ${address} does not answer: start it, or set TEMPORAL_ADDRESS to where it is`);
    return await client.connection.withDeadline(Date.now() + 10_000, () => ask(client));
  } catch (error) {
    if (error instanceof UsageError || error instanceof RefusedError) throw error;
    if (error instanceof FreezesUnreadableError) throw new UsageError(error.message);
    throw new UsageError(`Temporal at ${address} did not answer: ${(error as Error).message}`);
  } finally {
    await client.connection.close();
  }
}

function clientOf(env: Env): { readonly client: Client; readonly address: string } {
  try {
    const settings = temporalSettings(env);
    return { client: lazyClient(settings), address: settings.connection.address };
  } catch (error) {
    throw new UsageError(`the settings TEMPORAL_* cannot be used: ${(error as Error).message}`);
  }
}
