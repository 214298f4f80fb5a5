import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { DescribedCluster } from '../../support/kubernetes/nodes/described-cluster.ts';
import { describeCluster } from '../../support/kubernetes/nodes/described-cluster.ts';
import { beforeChanges, cordonOf, newNodes } from '../../support/kubernetes/nodes/cordons.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { strikeNode } from '../../support/kubernetes/troubles.ts';
import { addNodes, useControlPlane } from '../../support/kubernetes/use-control-plane.ts';

const cluster = useControlPlane({ name: 'nodes', nodes: 0, accounts: [{ name: 'reader' }] });
const newNode = newNodes(cluster);
const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Changes a node as somebody else would. */
async function change(name: string, body: object): Promise<void> {
  await cluster.core.patchNode({ name, body }, asMerge);
}

/** Takes a node away and makes another one of the same name. */
async function replace(name: string): Promise<void> {
  await cluster.core.deleteNode({ name });
  await addNodes(cluster, 1, name.slice(0, name.lastIndexOf('-')));
}

/** Cordons a node, which has to work. */
async function cordoned(described: DescribedCluster, target: string) {
  const planned = await described.plan('cordon-node', target);
  expect((await planned.perform()).result).toBe('done');
  return planned;
}

/** How many nodes are away, as an administrator counts them. */
async function awayNow(): Promise<number> {
  const { items } = await cluster.core.listNode();
  return items.filter(
    ({ spec, status }) =>
      spec?.unschedulable || status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is !== 'True'),
  ).length;
}

describe('cordon-node', () => {
  it('keeps pods off a node, says whose cordon it is, and is taken back', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    const planned = await described.plan('cordon-node', target);
    const before = await planned.didHappen();

    const done = await planned.perform();

    expect(done).toEqual({ result: 'done', summary: `cordoned ${name}` });
    const { isCordoned, mark } = await cordonOf(cluster, name);
    expect(isCordoned).toBe(true);
    expect(Date.now() - Date.parse(mark ?? '')).toBeLessThan(60_000);
    expect([before, await planned.didHappen()]).toEqual(['no', 'yes']);
    expect(await described.undo(planned)).toEqual({ result: 'done', summary: `uncordoned ${name}` });
    expect(await cordonOf(cluster, name)).toEqual({ isCordoned: false, mark: null });
    expect(await described.undo(planned)).toEqual({ result: 'done', summary: `${name} is not cordoned any more` });
  });

  it('goes on where the kubelet has written on its node meanwhile', async () => {
    const { name, target } = await newNode();
    const heartbeat = beforeChanges(2, () => change(name, { metadata: { annotations: { beat: `${Math.random()}` } } }));
    const described = await describeCluster(cluster, { between: heartbeat });

    await cordoned(described, target);

    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: true });
  });

  it('leaves the cordon of somebody who was faster as it is', async () => {
    const { name, target } = await newNode();
    const somebody = beforeChanges(1, () => change(name, { spec: { unschedulable: true } }));
    const described = await describeCluster(cluster, { between: somebody });

    const done = await (await described.plan('cordon-node', target)).perform();

    expect(done.result).toBe('failed');
    expect(done.summary).toContain('changed meanwhile');
    expect(await cordonOf(cluster, name)).toEqual({ isCordoned: true, mark: null });
  });

  it('sees before it acts that a node is sick, cordoned, or another one', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    const { facts } = await described.plan('cordon-node', target);
    await replace(name);
    await strikeNode(cluster, name, 'not-ready');
    await change(name, { spec: { unschedulable: true } });

    const now = await described.plan('cordon-node', target);

    expect(facts).toMatchObject({ ready: 'yes', cordoned: 'no' });
    expect(now.facts).toMatchObject({ ready: 'no', cordoned: 'by somebody else' });
    expect(now.facts['uid']).not.toBe(facts['uid']);
    expect((await described.plan('cordon-node', target.replace(name, 'nowhere'))).facts).toEqual({ uid: 'gone' });
  });

  it('touches no node that was made anew under the name, and neither does its undo', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    const planned = await described.plan('cordon-node', target);
    await replace(name);

    const done = await planned.perform();

    expect(done.result).toBe('failed');
    expect(done.summary).toContain('is another node now');
    expect(await planned.didHappen()).toBe('unknown');
    await change(name, { spec: { unschedulable: true }, metadata: { annotations: { 'nightshift.io/cordoned': 'x' } } });
    expect((await described.undo(planned)).summary).toContain('is another node now, and was left as it is');
    expect(await cordonOf(cluster, name)).toEqual({ isCordoned: true, mark: 'x' });
  });

  it('leaves a node cordoned that somebody has made their own since', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    const planned = await cordoned(described, target);
    await change(name, { metadata: { annotations: { 'nightshift.io/cordoned': null } } });

    const undone = await described.undo(planned);

    expect(undone.result).toBe('failed');
    expect(undone.summary).toContain('not by Nightshift any more');
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: true });
  });

  it('leaves a node cordoned that people have given back and cordoned again since', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    const planned = await cordoned(described, target);
    await change(name, { spec: { unschedulable: null } });
    await change(name, { spec: { unschedulable: true } });

    const undone = await described.undo(planned);

    expect(undone.summary).toContain('not by Nightshift any more');
    expect(await described.check('node-state', target)).toMatchObject({ facts: { cordoned: 'by somebody else' } });
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: true });
  });

  it('names what its account lacks', async () => {
    const { name, target } = await newNode();
    const subject = { kind: 'User', name: 'reader', apiGroup: 'rbac.authorization.k8s.io' };
    const api = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'read-nodes' } };
    await cluster.create(
      {
        ...api,
        kind: 'ClusterRole',
        rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }],
      },
      {
        ...api,
        kind: 'ClusterRoleBinding',
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'read-nodes' },
        subjects: [subject],
      } as object,
    );
    const described = await describeCluster(cluster, { account: 'reader' });

    const done = await (await described.plan('cordon-node', target)).perform();

    expect(done.result).toBe('failed');
    expect(done.summary).toContain('get, list, patch on nodes, see the roles in deploy/kubernetes');
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: false });
  });
});

describe('the cap on nodes that are away', () => {
  it('is counted before a cordon: cordoned and unready nodes of others are away too', async () => {
    const [one, other, sick] = [await newNode(), await newNode(), await newNode()];
    await strikeNode(cluster, sick.name, 'not-ready');
    const away = await awayNow();
    const described = await describeCluster(cluster, { nodesAway: { most: away + 1, percent: 100 } });

    await cordoned(described, one.target);
    const refused = await (await described.plan('cordon-node', other.target)).perform();

    expect(refused.result).toBe('failed');
    expect(refused.summary).toContain(`${other.name} was not cordoned: ${away + 2} of`);
    expect(await cordonOf(cluster, other.name)).toMatchObject({ isCordoned: false });
    expect((await described.check('nodes-away', other.target)).health).toBe('unhealthy');
    await cordoned(described, sick.target);
  });

  it('holds however many workers cordon at the same moment', async () => {
    const nodes = [await newNode(), await newNode(), await newNode(), await newNode()];
    const nodesAway = { most: (await awayNow()) + 1, percent: 100 };
    const plans = await Promise.all(
      nodes.map(async ({ target }) => (await describeCluster(cluster, { nodesAway })).plan('cordon-node', target)),
    );

    const results = await Promise.all(plans.map((planned) => planned.perform()));

    const standing = await Promise.all(nodes.map(({ name }) => cordonOf(cluster, name)));
    expect(standing.filter(({ isCordoned }) => isCordoned).length).toBeLessThanOrEqual(1);
    expect(results.filter((one) => one.result === 'done').length).toBeLessThanOrEqual(1);
    expect(results.every((one) => one.result !== 'unknown')).toBe(true);
  });
});

describe('checks of a node', () => {
  it('find a healthy one healthy, cordoned or not', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    await cordoned(described, target);

    const state = await described.check('node-state', target);

    expect(state).toMatchObject({
      health: 'healthy',
      facts: { exists: 'yes', ready: 'yes', cordoned: 'by Nightshift' },
    });
    expect(state.summary).toMatch(new RegExp(`^${name} is Ready for .*; cordoned by Nightshift$`));
    expect(state.details?.join()).toContain('kubelet v1.34.4');
    expect(await described.check('node-pressure', target)).toMatchObject({ health: 'healthy' });
    expect(await described.check('node-flapping', target)).toMatchObject({ health: 'healthy' });
    expect(await described.check('node-problems', target)).toMatchObject({ health: 'unknown' });
  });

  it.each([
    { trouble: 'not-ready', check: 'node-state', words: 'is NotReady (KubeletNotReady)' },
    { trouble: 'unreachable', check: 'node-state', words: 'is NotReady (NodeStatusUnknown)' },
    { trouble: 'memory-pressure', check: 'node-pressure', words: 'has MemoryPressure' },
  ] as const)('say of one that is $trouble what it has', async ({ trouble, check, words }) => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    await strikeNode(cluster, name, trouble);

    const found = await described.check(check, target);

    expect(found.health).toBe('unhealthy');
    expect(found.summary).toContain(words);
  });

  it('count its pods, and find it gone', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    await cluster.create(aPod({ name: 'lonely', spec: { nodeName: name } }));

    const pods = await described.check('node-pods', target);

    expect(pods.summary).toMatch(/has 1 pods of 110 places/);
    expect(pods.details?.[0]).toContain('1 bare');
    expect(pods.details?.at(-1)).toContain('of 17.2 GB of memory');
    const nowhere = await described.check('node-state', target.replace(name, 'nowhere'));
    expect(nowhere).toMatchObject({ health: 'unhealthy', facts: { exists: 'no' } });
  });

  it('cannot tell while the API server is away, and an action is not begun', async () => {
    const [{ name, target }, described] = [await newNode(), await describeCluster(cluster)];
    const planned = await described.plan('cordon-node', target);
    const { apiServer } = cluster.plane;
    await apiServer.stop();
    try {
      expect(await described.check('node-state', target)).toMatchObject({ health: 'unknown' });
      await expect(described.plan('cordon-node', target)).rejects.toMatchObject({ type: 'ClusterUnavailable' });
      expect((await planned.perform()).result).not.toBe('done');
    } finally {
      await apiServer.start();
    }
    expect(await planned.didHappen()).toBe('no');
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: false });
  });
});
