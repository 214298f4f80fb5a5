import { describe, expect, it } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { dutiesIn } from '../../support/kubernetes/duties.ts';
import { untilReady } from '../../support/kubernetes/network-scene.ts';
import { aNetworkPolicy, aService } from '../../support/kubernetes/objects/objects.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane();

describe('quarantine-pod', () => {
  it('takes a pod out of its Service and its ReplicaSet and keeps it, until it is released', async () => {
    const { act, observe, didHappen, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment({ replicas: 3 }), aService());
    const [sick = ''] = await untilReady(cluster, 'web', 3);
    const pod = target('Pod', sick);
    const before = await observe('quarantine-pod', pod);
    const undo = actions['quarantine-pod'].undoSettings?.(before);

    const result = await act('quarantine-pod', pod);

    expect(result.result).toBe('done');
    expect(await didHappen('quarantine-pod', pod, before)).toBe('yes');
    expect(await untilReady(cluster, 'web', 3)).not.toContain(sick);
    const kept = await cluster.core.readNamespacedPod({ name: sick, namespace: cluster.namespace });
    const taken = kept.metadata?.annotations?.['nightshift.io/quarantine-pod'] ?? '';
    expect(JSON.parse(taken)).toEqual({ app: 'web', 'pod-template-hash': expect.any(String) });
    expect(kept.metadata?.uid).toBe(before['uid']);
    expect(kept.metadata?.labels?.['app']).toBeUndefined();

    const released = await act('release-pod', pod, undo);

    expect(released).toEqual({ result: 'done', summary: `pod ${sick} has its labels again` });
    await untilReady(cluster, 'web', 3);
  });

  it('keeps the labels by which a network policy selects, and refuses where it cannot', async () => {
    const { act, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment({ replicas: 3 }), aNetworkPolicy({ from: { app: 'web' } }));
    const [sick = '', other = ''] = await untilReady(cluster, 'web', 3);

    const kept = await act('quarantine-pod', target('Pod', sick));
    await cluster.create(aService());
    await untilReady(cluster, 'web', 4);
    const refused = await act('quarantine-pod', target('Pod', other));

    expect(kept.result).toBe('done');
    const { metadata } = await cluster.core.readNamespacedPod({ name: sick, namespace: cluster.namespace });
    expect(metadata?.labels).toEqual({ app: 'web' });
    expect(metadata?.ownerReferences).toBeUndefined();
    expect(refused.summary).toContain('the Service web finds it by app, by which the network policy strict selects');
    expect(refused.result).toBe('failed');
  });

  it('releases no pod that is not as the quarantine has left it', async () => {
    const { act, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment());
    const [name = ''] = await untilReady(cluster, 'web', 2);

    const result = await act('release-pod', target('Pod', name), { uid: 'another', labels: '{"app":"web"}' });

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringMatching(/not as its quarantine has left it$/),
    });
  });
});
