import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { DefaultLogger, Runtime, bundleWorkflowCode, makeTelemetryFilterString } from '@temporalio/worker';
import { searchAttributes } from '../../../model/names.ts';
import { acquire } from '../../../stack/acquire.ts';
import { timeSkipping } from '../../../stack/components/time-skipping.ts';
import { bundleOptions } from '../../../workers/bundle-options.ts';

/** Who is said to have done everything in a test; else a process id and a host name would get into recorded histories. */
export const testIdentity = 'nightshift-test';

/** `temporal.api.enums.v1.IndexedValueType`, by the names used in model/names.ts. */
const indexedValueTypes = { Keyword: 2, Datetime: 6 } as const;

/** Starts a server whose clock leaps over waits. It serves one test at a time, because its clock is one for all. */
export async function startTimeSkippingServer(): Promise<TestWorkflowEnvironment> {
  silenceRuntime();
  const installation = await acquire(timeSkipping);
  if (installation.kind !== 'executable') throw new Error('only an executable can be started with a clock of its own');
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: installation.path } },
    client: { identity: testIdentity },
  });
  // This server can add search attributes but not list them.
  const wanted = Object.entries(searchAttributes).map(([name, type]) => [name, indexedValueTypes[type]] as const);
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.client.options.namespace,
    searchAttributes: Object.fromEntries(wanted),
  });
  return env;
}

/** Bundles workflows as workers do: the real ones, unless a test brings an entry of its own. */
export function bundleWorkflows(entry?: string): Promise<WorkflowBundleWithSourceMap> {
  const logger = new DefaultLogger('WARN', () => undefined);
  return bundleWorkflowCode({ ...bundleOptions(entry), logger });
}

let isSilent = false;

/** Tests break things on purpose; what the SDK has to say about it would bury the tests' own output. */
export function silenceRuntime(): void {
  if (isSilent) return;
  isSilent = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
}
