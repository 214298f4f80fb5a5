import { Metrics } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { anAutoscaler } from '../../support/kubernetes/objects/objects.ts';
import { podsOf } from '../../support/kubernetes/troubles.ts';
import { measureNode, measurePods } from '../../support/kubernetes/usage.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({
  nodes: 1,
  autoscales: true,
  accounts: [{ name: 'root', groups: ['system:masters'] }],
});
const soon = { timeout: 60_000, interval: 200 };

it('says by the metrics API what pods and nodes use', async () => {
  await cluster.create(aDeployment({ replicas: 1 }));
  await expect.poll(() => podsOf(cluster, 'web'), soon).toHaveLength(1);

  await measurePods(cluster, 'web', { cpu: '250m', memory: '120Mi' });
  await measurePods(cluster, 'web', { cpu: '300m', memory: '128Mi' });
  await measureNode(cluster, 'node-1', { cpu: '2', memory: '8Gi' });

  const metrics = new Metrics(await cluster.as('administrator'));
  const pods = await metrics.getPodMetrics(cluster.namespace);
  const nodes = await metrics.getNodeMetrics();
  expect(pods.items.map(({ containers }) => containers)).toEqual([
    [{ name: 'app', usage: { cpu: '300m', memory: '128Mi' } }],
  ]);
  expect(nodes.items.map(({ usage }) => usage)).toEqual([{ cpu: '2', memory: '8Gi' }]);
});

it('has an autoscaler go to its maximum, and say that it would go further', async () => {
  const { autoscaling, namespace } = cluster;
  const resources = { requests: { cpu: '100m' } };
  await cluster.create(aDeployment({ container: { resources } }), anAutoscaler({ maxReplicas: 3 }));
  await expect.poll(() => podsOf(cluster, 'web'), soon).toHaveLength(2);

  await measurePods(cluster, 'web', { cpu: '400m', memory: '64Mi' });

  const scaler = async () =>
    (await autoscaling.readNamespacedHorizontalPodAutoscaler({ name: 'web', namespace })).status;
  await expect.poll(scaler, soon).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });
  expect((await scaler())?.conditions).toContainEqual(
    expect.objectContaining({ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }),
  );
});
