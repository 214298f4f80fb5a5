import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { acquire } from '../../../stack/acquire.ts';
import { temporal } from '../../../stack/components/temporal.ts';
import { heartbeats } from '../../../workers/heartbeats.ts';
import { progress } from '../scene.ts';
import { bundleWorkflows, silenceRuntime } from './temporal-env.ts';

interface DevWorkerOptions {
  /** The bundle's entry, by the name of its file in `workflows/` beside this one. */
  readonly workflows: string;
  readonly taskQueue: string;
  /** The activities, made for a client of the same server. */
  readonly activities: (client: Client) => object;
}

/** A Temporal dev server of its own, and a worker of test workflows on it. */
export interface DevWorker extends AsyncDisposable {
  /** Where the server answers. */
  readonly address: string;
  /** A client that calls itself so. */
  readonly clientOf: (identity: string) => Client;
}

/** Starts both; disposing ends both. */
export async function startDevWorker({ workflows, taskQueue, activities }: DevWorkerOptions): Promise<DevWorker> {
  await using cleanup = new AsyncDisposableStack();
  silenceRuntime();
  const server = await temporal.start(await acquire(temporal, progress), { ui: false });
  cleanup.defer(() => temporal.stop(server));
  const connection = await Connection.connect({ address: server.address });
  cleanup.defer(() => connection.close());
  const native = await NativeConnection.connect({ address: server.address });
  cleanup.defer(() => native.close());

  const entry = fileURLToPath(new URL(`../workflows/${workflows}.ts`, import.meta.url));
  const clientOf = (identity: string): Client => new Client({ connection, identity });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await bundleWorkflows(entry),
    activities: activities(clientOf('worker')),
    interceptors: { activity: [heartbeats] },
  });
  const running = worker.run();
  cleanup.defer(async () => {
    worker.shutdown();
    await running;
  });
  const kept = cleanup.move();
  return { address: server.address, clientOf, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
