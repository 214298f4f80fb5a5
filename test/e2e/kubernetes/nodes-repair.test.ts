import { afterAll, beforeAll, expect, it } from 'vitest';
import { follow } from '../../../demo/follow.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { openClusterScene } from '../../support/kubernetes/nodes/cluster-scene.ts';
import { cordonOf, nodeTarget } from '../../support/kubernetes/nodes/cordons.ts';
import { strikeNode } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';

const cluster = useControlPlane({ name: 'repairs', nodes: 8 });
let scene: Awaited<ReturnType<typeof openClusterScene>>;

beforeAll(async () => {
  scene = await openClusterScene(cluster, { cluster: { caps: { nodesAway: { most: 4, percent: 60 } } } });
});
afterAll(() => scene.close());

/** Follows the incident of a node. */
async function incidentOf(name: string, isOver: (record: IncidentRecord) => boolean): Promise<IncidentRecord> {
  const record = await follow(scene, { target: nodeTarget(name) }, isOver, { withinMs: 60_000 });
  if (!record) throw new Error(`the incident of ${name} did not come to what was wanted`);
  return record;
}

const isOver = ({ outcome }: IncidentRecord): boolean => outcome !== null;

it('cordons a node that does not answer, and does not take that for a success', async () => {
  await strikeNode(cluster, 'node-1', 'unreachable');

  await scene.alert({ alertname: 'KubeNodeUnreachable', node: 'node-1' });
  const record = await incidentOf('node-1', isOver);

  expect(record.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
  expect(record.timeline.entries.map(({ text }) => text)).toContain('cordoned node-1');
  expect(record.timeline.entries.find(({ event }) => event === 'diagnosed')?.text).toContain(
    'node-1 is NotReady (NodeStatusUnknown)',
  );
  expect(await cordonOf(cluster, 'node-1')).toMatchObject({ isCordoned: true });
});

it('gives a node back that has become ready while it was cordoned', async () => {
  await strikeNode(cluster, 'node-2', 'not-ready');

  await scene.alert({ alertname: 'KubeNodeNotReady', node: 'node-2' });
  await incidentOf('node-2', ({ status }) => status === 'verifying');
  expect(await cordonOf(cluster, 'node-2')).toMatchObject({ isCordoned: true });
  await strikeNode(cluster, 'node-2', undefined);
  const record = await incidentOf('node-2', isOver);

  expect(record.outcome?.kind).toBe('resolved-by-itself');
  expect(await cordonOf(cluster, 'node-2')).toEqual({ isCordoned: false, mark: null });
});

it('tells people of an alert about an object that is not there, and changes nothing', async () => {
  await scene.alert({ alertname: 'SomethingOfOurOwn', namespace: cluster.namespace, deployment: 'nowhere' });
  const target = `kubernetes/test/${cluster.namespace}/Deployment/nowhere`;

  const record = await follow(scene, { target }, isOver);

  expect(record?.outcome).toMatchObject({ kind: 'nothing-done', reason: 'unknown-target' });
  expect(record?.outcome?.detail).toContain('nowhere');
});
