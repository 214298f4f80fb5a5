import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { drainNodeWithin } from '../../../activities/kubernetes/nodes/draining.ts';
import { actions } from '../../../activities/actions/index.ts';
import type { ActionDependencies } from '../../../activities/contracts/action-definition.ts';
import { asActivity } from '../../support/acting/activity.ts';
import { describeCluster } from '../../support/kubernetes/nodes/described-cluster.ts';
import { cordonOf, nodeTarget } from '../../support/kubernetes/nodes/cordons.ts';
import { aDisruptionBudget, aNode } from '../../support/kubernetes/objects/objects.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { untilNodesTakePods, useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDaemonSet, aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ name: 'drains', nodes: 0 });
const soon = { timeout: 30_000, interval: 100 };
let made = 0;

/** Nodes of the test's own, the first of which has the pods that are made for it. */
async function aPool(nodes: number) {
  const pool = `pool-${++made}`;
  const names = Array.from({ length: nodes }, (_, index) => `${pool}-${index + 1}`);
  const [first = '', ...others] = names;
  await cluster.create(aNode({ name: first, labels: { pool } }));
  const selected = { spec: { nodeSelector: { pool } } };
  return {
    name: first,
    target: nodeTarget(first),
    selected,
    /** Waits for the pods on the first node, then has the others join. */
    filled: async (pods: number) => {
      await expect.poll(async () => (await podsOn(first)).filter(isRunning).length, soon).toBe(pods);
      for (const name of others) await cluster.create(aNode({ name, labels: { pool } }));
      await untilNodesTakePods(cluster, others);
    },
  };
}

async function podsOn(node: string) {
  const { items } = await cluster.core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${node}` });
  return items;
}

function isRunning({ status }: { readonly status?: { readonly phase?: string } }): boolean {
  return status?.phase === 'Running';
}

/** Waits until the budget of the test has counted its pods. */
async function budgetCounts(allowed: number): Promise<void> {
  const budget = { name: 'web', namespace: cluster.namespace };
  const read = async () => (await cluster.policy.readNamespacedPodDisruptionBudget(budget)).status?.disruptionsAllowed;
  await expect.poll(read, soon).toBe(allowed);
}

/** Drains in the time of a test. */
async function drain(
  target: string,
  uid: string | undefined,
  withinMs: number,
  more: Pick<ActionDependencies, 'findFreezeNow'> = {},
) {
  const described = await describeCluster(cluster);
  const result = await asActivity(() =>
    drainNodeWithin(
      target,
      { ...described.deps, ...more },
      {
        uid,
        withinMs,
        paceMs: 100,
        permissions: actions['drain-node'].permissions ?? [],
      },
    ),
  );
  return { result, evidence: (await described.evidence()).at(-1) ?? '' };
}

describe('drain-node', () => {
  it('cordons, moves what can be moved, leaves daemons, and keeps a list of each pod', async () => {
    const { name, target, selected, filled } = await aPool(2);
    await cluster.create(aDeployment({ replicas: 3, ...selected }), aDaemonSet({ name: 'agent', ...selected }));
    await filled(4);
    const described = await describeCluster(cluster);
    const planned = await described.plan('drain-node', target);

    const done = await planned.perform();

    expect(done.result).toBe('done');
    expect(done.summary).toContain(`cordoned ${name}; evicted 3 pods, left 1 pod; each pod in `);
    expect(await planned.didHappen()).toBe('yes');
    expect((await podsOn(name)).map(({ metadata }) => metadata?.labels?.['app'])).toEqual(['agent']);
    const [evidence = ''] = await described.evidence();
    const evicted = evidence.split('\n').filter((line) => line.includes('"evicted":"'));
    expect(evicted).toHaveLength(3);
    expect(evicted[0]).toContain(`"evicted":"${cluster.namespace}/web-`);
    const ready = async () =>
      (await cluster.apps.readNamespacedDeployment({ name: 'web', namespace: cluster.namespace })).status
        ?.readyReplicas;
    await expect.poll(ready, soon).toBe(3);
    expect((await described.undo(planned)).result).toBe('done');
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: false });
  });

  it('goes no faster than a disruption budget allows, and gets to its end', async () => {
    const { target, selected, filled } = await aPool(2);
    await cluster.create(aDeployment({ replicas: 3, ...selected }), aDisruptionBudget());
    await filled(3);
    await budgetCounts(1);
    const { facts } = await (await describeCluster(cluster)).plan('drain-node', target);

    const { result } = await drain(target, facts['uid'], 30_000);

    expect(result.summary).toContain('evicted 3 pods');
  });

  it('gives up in time where a budget does not let go, and is gone on with where it was', async () => {
    const { name, target, selected, filled } = await aPool(2);
    await cluster.create(aDeployment({ replicas: 3, ...selected }), aDisruptionBudget({ maxUnavailable: 0 }));
    await filled(3);
    await budgetCounts(0);
    const planned = await (await describeCluster(cluster)).plan('drain-node', target);

    const { result } = await drain(target, planned.facts['uid'], 2_000);

    expect(result.result).toBe('failed');
    expect(result.summary).toMatch(/evicted 0 pods; 3 pods did not go in time, such as .*web-.*disruption budget/);
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: true });
    expect(await planned.didHappen()).toBe('no');
    await cluster.policy.deleteNamespacedPodDisruptionBudget({ name: 'web', namespace: cluster.namespace });
    const resumed = await drain(target, planned.facts['uid'], 20_000);
    expect(resumed.result.summary).toContain(`${name} is cordoned already; evicted 3 pods`);
    expect(await planned.didHappen()).toBe('yes');
  });

  it('takes no second pod of a workload that lacks one already, without any budget', async () => {
    const { name, target, selected, filled } = await aPool(1);
    await cluster.create(aDeployment({ replicas: 3, ...selected }));
    await filled(3);
    const { facts } = await (await describeCluster(cluster)).plan('drain-node', target);

    const { result } = await drain(target, facts['uid'], 2_000);

    expect(result.summary).toMatch(/evicted 1 pod; 2 pods did not go in time.*has 1 of 2 others ready/);
    expect((await podsOn(name)).filter(isRunning)).toHaveLength(2);
  });

  it.each([
    { what: 'bare', options: { name: 'lonely' }, words: 'lonely is bare' },
    {
      what: 'marked by its owner',
      options: { name: 'dear', annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } },
      words: 'dear is not to be evicted',
    },
  ])('touches nothing, not even the node, while a pod is $what', async ({ options, words }) => {
    const { name, target, selected, filled } = await aPool(1);
    await cluster.create(aDeployment({ replicas: 1, ...selected }), aPod({ ...options, ...selected }));
    await filled(2);

    const done = await (await (await describeCluster(cluster)).plan('drain-node', target)).perform();

    expect(done.result).toBe('failed');
    expect(done.summary).toContain(`nothing was evicted, because ${cluster.namespace}/${words}`);
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: false });
    expect((await podsOn(name)).length).toBe(2);
  });

  it.each([
    { what: 'is frozen', findFreezeNow: async () => 'frozen by ada: an outage', words: 'frozen by ada: an outage' },
    {
      what: 'may be frozen, and nobody can tell',
      findFreezeNow: () => Promise.reject(new Error('no answer')),
      words: 'nobody can tell whether it is frozen',
    },
  ])('ends before the next pod once it $what', async ({ findFreezeNow, words }) => {
    const { target, selected, filled } = await aPool(1);
    await cluster.create(aDeployment({ replicas: 2, ...selected }));
    await filled(2);
    const { facts } = await (await describeCluster(cluster)).plan('drain-node', target);
    const thawed = [undefined];
    const kill = async () => (thawed.length > 0 ? thawed.pop() : findFreezeNow());

    const { result } = await drain(target, facts['uid'], 20_000, { findFreezeNow: kill });

    expect(result.result).toBe('failed');
    expect(result.summary).toContain(`stopped after it had evicted 1 pod, because it is forbidden: ${words}`);
  });

  it('ends where a pod has come since that nothing would make anew', async () => {
    const { name, target, selected, filled } = await aPool(1);
    await cluster.create(aDeployment({ replicas: 1, ...selected }), aDisruptionBudget({ maxUnavailable: 0 }));
    await filled(1);
    await budgetCounts(0);
    const { facts } = await (await describeCluster(cluster)).plan('drain-node', target);
    const draining = drain(target, facts['uid'], 20_000);
    await expect.poll(async () => (await cordonOf(cluster, name)).isCordoned, soon).toBe(true);

    await cluster.create(aPod({ name: 'late', spec: { nodeName: name } }));

    const { result } = await draining;
    expect(result.summary).toContain(`stopped after it had evicted 0 pods, because ${cluster.namespace}/late is bare`);
    expect((await podsOn(name)).map(({ metadata }) => metadata?.name)).toContain('late');
  });

  it('leaves pods of protected namespaces, and drains no node that was made anew', async () => {
    const { name, target, selected, filled } = await aPool(1);
    await cluster.create(aDeployment({ replicas: 1, ...selected }));
    await filled(1);
    const described = await describeCluster(cluster, { protectedNamespaces: [cluster.namespace] });
    const planned = await described.plan('drain-node', target);

    expect((await planned.perform()).summary).toContain('evicted 0 pods, left 1 pod');

    await cluster.core.deleteNode({ name });
    await cluster.create(aNode({ name, labels: selected.spec.nodeSelector }));
    expect((await planned.perform()).summary).toContain('is another node now');
    expect(await planned.didHappen()).toBe('unknown');
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: false });
  });

  // Last: its controllers take their time when they have lost their API server.
  it('goes on when the API server was away in the middle', async () => {
    const { name, target, selected, filled } = await aPool(2);
    await cluster.create(aDeployment({ replicas: 2, ...selected }), aDisruptionBudget({ maxUnavailable: 0 }));
    await filled(2);
    const planned = await (await describeCluster(cluster)).plan('drain-node', target);
    const { promise: hasBegun, resolve: begins } = Promise.withResolvers<void>();
    // Asked before each pod, hence behind the last look at the cordon, which does not wait for an answer.
    const findFreezeNow = async () => {
      begins();
      return undefined;
    };
    const draining = drain(target, planned.facts['uid'], 60_000, { findFreezeNow });
    await hasBegun;
    expect(await cordonOf(cluster, name)).toMatchObject({ isCordoned: true });

    await cluster.plane.apiServer.stop();
    await sleep(4_000);
    await cluster.plane.apiServer.start();
    await cluster.policy.deleteNamespacedPodDisruptionBudget({ name: 'web', namespace: cluster.namespace });

    const { result, evidence } = await draining;
    expect(result.summary).toContain('evicted 2 pods');
    expect(evidence.split('\n').filter((line) => line.includes('"evicted":"'))).toHaveLength(2);
  });
});
