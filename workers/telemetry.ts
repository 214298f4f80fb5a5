import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import type { LogEntry } from '@temporalio/worker';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';

const pinoLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Reads what the SDK's exporter serves now; empty when it does not answer. */
export type ReadSdkMetrics = () => Promise<string>;

/**
 * Sets up the SDK's runtime, which a process can do only once: its log goes to ours, and its metrics to
 * an exporter on a loopback port that only the returned function reads.
 */
export async function installTelemetry(log: Logger): Promise<ReadSdkMetrics> {
  const bindAddress = `127.0.0.1:${await freePort()}`;
  Runtime.install({
    // Whoever starts the worker decides when it stops.
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', (entry) => forward(log, entry)),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      metrics: {
        prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
      },
    },
  });
  return async () => {
    const response = await fetch(`http://${bindAddress}/metrics`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    return (await response?.text()) ?? '';
  };
}

function forward(log: Logger, { level, message, meta }: LogEntry): void {
  log[pinoLevels[level]](meta ?? {}, message);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
