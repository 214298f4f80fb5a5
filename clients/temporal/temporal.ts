import { Client, Connection } from '@temporalio/client';
import type { TLSConfig } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the Temporal server is and how to reach it. */
export interface TemporalSettings {
  readonly connection: ConnectionSettings;
  readonly namespace: string;
}

/** What both the client's and the worker's connections take. */
interface ConnectionSettings {
  readonly address: string;
  readonly tls?: TLSConfig | boolean;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
}

/** Where a Temporal server listens unless it is told otherwise. */
const defaultAddress = 'localhost:7233';

/** Reads the standard TEMPORAL_* settings and profile file; without any, the local server's defaults. */
export function temporalSettings(env: Readonly<Record<string, string | undefined>>): TemporalSettings {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars });
  const { address, tls, apiKey, metadata } = connectionOptions;
  return {
    connection: {
      address: address || defaultAddress,
      ...(tls ? { tls } : {}),
      ...(typeof apiKey === 'string' ? { apiKey } : {}),
      ...(metadata === undefined ? {} : { metadata: textOnly(metadata) }),
    },
    namespace: namespace || 'default',
  };
}

function textOnly(metadata: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));
}

/** Makes a client that connects with its first call, so that a process can start before its server does. */
export function lazyClient({ connection, namespace }: TemporalSettings): Client {
  return new Client({ connection: Connection.lazy(connection), namespace });
}

/** Whether the server answers now. */
export async function isServing(client: Client, withinMs: number): Promise<boolean> {
  try {
    await client.connection.withDeadline(Date.now() + withinMs, () =>
      client.connection.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}

/**
 * Waits until the server answers, saying so each time that it did not.
 *
 * @returns false when the wait was given up.
 */
export async function untilServing(
  settings: TemporalSettings,
  giveUp: AbortSignal,
  onSilence: () => void,
): Promise<boolean> {
  const client = lazyClient(settings);
  try {
    while (!giveUp.aborted) {
      if (await isServing(client, 2_000)) return true;
      onSilence();
      await sleep(1_000, undefined, { signal: giveUp }).catch(() => undefined);
    }
    return false;
  } finally {
    await client.connection.close();
  }
}
