import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import { objectTarget } from '../../model/kubernetes/object.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { objectBody } from '../alerts.ts';
import { addIdleDeployments, addSilentNodes, openDescribed, startSickCluster } from '../kubernetes/clusters.ts';
import { heapAfterCollection } from '../kubernetes/heap.ts';
import { sumOf } from '../kubernetes/metrics.ts';
import { spanOf, untilRepaired } from '../histories.ts';
import { post, timed } from '../load.ts';
import type { BenchNightshift } from '../processes.ts';
import { startNightshift } from '../processes.ts';
import type { Figure } from '../report.ts';
import type { BenchServer } from '../servers.ts';
import { percentile } from '../statistics.ts';

const warmUps = 5;
const incidents = 50;
/** Incidents before and between two looks at the heap. */
const [settling, further] = [200, 1_000];
const bodySize = 50;

/** Nobody is told, and nothing is held up: what is measured is the way to the first cordon. */
const policy = {
  modes: [{ mode: 'auto' }],
  verification: { within: '1s', hold: '400ms' },
  incident: { holdDown: '1s' },
  guard: {
    coolDown: '0s',
    perHour: { runbook: 1_000, domain: 1_000 },
    parallel: 1_000,
    storm: { targets: 900, within: '10s' },
  },
};

/** From a node's alert to its diagnosis and its cordon on a real control plane, and what a thousand incidents leave behind. */
export async function measureNodes(server: BenchServer): Promise<readonly Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const cluster = await startSickCluster(server.folder, warmUps + incidents);
  cleanup.defer(cluster.stop);
  const inspectPort = await freePort();
  const settings = { ...cluster.settings, channels: [], policy };
  const nightshift = await startNightshift(server, {
    settings,
    hasWorker: true,
    inspect: { role: 'worker', port: inspectPort },
  });
  cleanup.defer(() => nightshift.stop());
  const api = openDescribed(nightshift.configFile);
  cleanup.defer(() => api.close());
  await addSilentNodes(api, cluster.nodes);
  const measured = await repairOneByOne(nightshift, api, cluster.nodes);
  return [...measured, ...(await heapFigures(nightshift, api, inspectPort))];
}

/** Milliseconds of one incident, and of the same looks without Nightshift. */
interface Sample {
  readonly toDiagnosis: number;
  readonly toAction: number;
  readonly looking: number;
  readonly bare: number;
}

async function repairOneByOne(
  nightshift: BenchNightshift,
  api: Cluster,
  nodes: readonly string[],
): Promise<readonly Figure[]> {
  const samples: Sample[] = [];
  let requestsBefore = 0;
  for (const [index, name] of nodes.entries()) {
    if (index === warmUps) requestsBefore = await requestsOf(nightshift);
    samples.push(await repair(nightshift, api, name, index + 1));
  }
  const requests = ((await requestsOf(nightshift)) - requestsBefore) / incidents;
  const counted = samples.slice(warmUps);
  const p95 = (which: keyof Sample): number =>
    percentile(
      counted.map((sample) => sample[which]),
      0.95,
    );
  const [looking, bare] = [p95('looking'), p95('bare')];
  return [
    figure('from an alert to its diagnosis', p95('toDiagnosis'), 3_000),
    figure('from an alert to its first action', p95('toAction'), 5_000),
    {
      what: `looking at a node, p95 of ${incidents}`,
      unit: 'ms',
      value: looking,
      beside: { what: 'ms, the same requests alone', value: bare, ratio: looking / bare },
      wanted: { below: 2 },
    },
    { what: 'requests to the API server for one incident', unit: 'requests', value: requests },
  ];
}

function figure(what: string, value: number, below: number): Figure {
  return { what: `${what}, p95 of ${incidents}`, unit: 'ms', value, wanted: { below } };
}

async function repair(nightshift: BenchNightshift, api: Cluster, node: string, nth: number): Promise<Sample> {
  const { client, webhookUrl } = nightshift;
  const sentAt = performance.timeOrigin + performance.now();
  await post(webhookUrl, objectBody('KubeNodeUnreachable', { cluster: 'bench', node }));
  await untilRepaired(client, nth);
  const target = objectTarget({ cluster: 'bench', namespace: null, kind: 'Node', name: node });
  const [look, action] = [await spanOf(client, target, 'runChecks'), await spanOf(client, target, 'performAction')];
  const bare = await timed(() => sameRequests(api, node));
  return {
    toDiagnosis: look.ended - sentAt,
    toAction: action.begun - sentAt,
    looking: look.ended - look.begun,
    bare,
  };
}

/** What the checks of the runbook ask for, all at once as they do. */
async function sameRequests(api: Cluster, name: string): Promise<void> {
  const node = () => api.get('Node', { namespace: null, name });
  const events = () =>
    api.list('Event', {
      namespace: 'default',
      fields: `involvedObject.kind=Node,involvedObject.name=${name}`,
      most: 100,
    });
  await Promise.all([
    ...Array.from({ length: 5 }, node),
    api.get('Lease', { namespace: 'kube-node-lease', name }),
    events(),
    events(),
    api.list('Pod', { namespace: null, fields: `spec.nodeName=${name}`, most: 300 }),
    api.list('Node', { namespace: null, most: 5_000 }),
  ]);
}

/** Whether incidents leave something behind in the worker. */
async function heapFigures(nightshift: BenchNightshift, api: Cluster, inspectPort: number): Promise<readonly Figure[]> {
  const repaired = warmUps + incidents;
  await addIdleDeployments(
    api,
    Array.from({ length: settling + further }, (_, nth) => idleName(nth)),
  );
  await lookAtObjects(nightshift, 0, settling, repaired);
  const before = await heapAfterCollection(inspectPort);
  await lookAtObjects(nightshift, settling, further, repaired);
  const after = await heapAfterCollection(inspectPort);
  return [
    {
      what: `heap of the worker, ${further.toLocaleString('en')} incidents later`,
      unit: 'bytes',
      value: after,
      beside: { what: 'bytes before', value: before, ratio: after / before },
      wanted: { below: 1.1 },
    },
  ];
}

function idleName(nth: number): string {
  return `idle-${nth}`;
}

async function lookAtObjects(
  nightshift: BenchNightshift,
  from: number,
  count: number,
  repaired: number,
): Promise<void> {
  const { client, webhookUrl } = nightshift;
  for (let sent = 0; sent < count; sent += bodySize) {
    const objects = Array.from({ length: bodySize }, (_, index) => ({
      cluster: 'bench',
      namespace: 'default',
      deployment: idleName(from + sent + index),
    }));
    await post(webhookUrl, objectBody('SomethingElse', ...objects));
    await untilRepaired(client, repaired + from + sent + bodySize);
  }
}

/** Requests that the worker has sent to API servers so far. */
function requestsOf({ workerUrl }: BenchNightshift): Promise<number> {
  return sumOf(workerUrl, 'nightshift_kubernetes_requests_total{');
}
