import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilRepaired } from '../../../bench/histories.ts';
import { readIncident } from '../../../clients/temporal/incident-directory.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { openClusterScene } from '../../support/kubernetes/nodes/cluster-scene.ts';
import { nodeTarget } from '../../support/kubernetes/nodes/cordons.ts';
import { populate, strikeNodes } from '../../support/kubernetes/nodes/populate.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { progress } from '../../support/scene.ts';

const [nodes, pods, lost] = [200, 2_000, 60];
/** The cluster could spare all of them: it is the guard that has to hold back. */
const caps = { nodesAway: { most: 100, percent: 50 } };
const guard = { parallel: 4, perHour: { runbook: 6, domain: 6 }, storm: { targets: 20 }, patience: '8s' };

const cluster = useControlPlane({ name: 'scale', nodes: 0 });
let scene: Awaited<ReturnType<typeof openClusterScene>>;
let records: readonly IncidentRecord[];
let requests: Readonly<Record<string, number>>;
let cordoned: readonly string[];

beforeAll(async () => {
  const names = (await populate(cluster, { nodes, pods })).filter((name) => name.startsWith('a-')).slice(0, lost);
  scene = await openClusterScene(cluster, {
    cluster: { caps, requests: { perSecond: 50, burst: 50 } },
    policy: {
      guard,
      approval: { deadline: '5s', reminder: '2s' },
      verification: { within: '2s', hold: '1s', checks: 2 },
    },
  });
  await strikeNodes(cluster, names, 'not-ready');
  const before = await scene.requests();
  const startedAt = performance.now();
  await Promise.all(names.map((node) => scene.alert({ alertname: 'KubeNodeNotReady', node })));
  await untilRepaired(scene.client, lost);
  records = await Promise.all(names.map(recordOf));
  const after = await scene.requests();
  requests = Object.fromEntries(Object.entries(after).map(([verb, count]) => [verb, count - (before[verb] ?? 0)]));
  const { items } = await cluster.core.listNode();
  cordoned = items.filter(({ spec }) => spec?.unschedulable).map(({ metadata }) => metadata?.name ?? '');
  const each = (sum(requests) / lost).toFixed(1);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  progress(
    `${lost} of ${nodes} nodes, ${pods} pods: ${each} requests an incident ${JSON.stringify(requests)}, ` +
      `${cordoned.length} cordons, ${seconds} s`,
  );
}, 240_000);
afterAll(() => scene.close());

async function recordOf(node: string): Promise<IncidentRecord> {
  const record = await readIncident(scene.client, nodeTarget(node));
  if (!record) throw new Error(`there is no incident of ${node}`);
  return record;
}

describe('a zone of sixty nodes that is lost at once', () => {
  it('is known for one: each incident says so', () => {
    const told = records.map(({ timeline }) => timeline.entries.find(({ event }) => event === 'diagnosed')?.text ?? '');

    expect(told.filter((text) => text.includes('60 of 200 nodes are not ready'))).toHaveLength(lost);
  });

  it('is a storm: most are left to people, and no more is cordoned than the guard allows', () => {
    const reasons = Object.groupBy(records, ({ outcome }) => outcome?.reason ?? 'none');

    expect(cordoned.length).toBeGreaterThan(0);
    expect(cordoned.length).toBeLessThanOrEqual(guard.perHour.runbook);
    expect(reasons.storm?.length ?? 0).toBeGreaterThanOrEqual(lost / 2);
    expect(records.filter(({ outcome }) => outcome?.kind === 'resolved-by-us')).toEqual([]);
  });

  it('costs the API server few requests for each incident, and no list of all pods', () => {
    const lists = requests['list'] ?? 0;

    expect(sum(requests) / lost).toBeLessThan(20);
    expect(lists / lost).toBeLessThan(5);
  });
});

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
