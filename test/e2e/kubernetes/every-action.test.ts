import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { ActionName } from '../../../model/names.ts';
import type { ActionResult, Facts, Settings } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { actionCases } from '../../support/kubernetes/action-cases.ts';
import { aCluster } from '../../support/kubernetes/builders.ts';
import { aWayThatCanBeCut } from '../../support/kubernetes/access/cut-off.ts';
import { aDisruptionBudget } from '../../support/kubernetes/objects/objects.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { servicesHere } from '../../support/hosts/services-here.ts';

const cluster = useControlPlane({ accounts: [{ name: 'reader' }] });
const names = Object.keys(actionCases) as ActionName[];
const withPermissions = (Object.keys(actions) as ActionName[]).filter((name) => actions[name].permissions);

/** An action that was planned on an object which is there. */
interface Step {
  readonly action: ActionName;
  readonly kind: string;
  readonly name: string;
  readonly target: Target;
  readonly settings: Settings;
  readonly facts: Facts;
}

type Deps = Parameters<(typeof actions)['delete-pod']['perform']>[1];

let dnsServer = '';

beforeEach(async () => {
  const server = await startDnsServer('127.0.0.1', 0, {});
  server.behaviour = 'fails';
  dnsServer = `127.0.0.1:${server.port}`;
  return () => server.stop();
});

/** The test's cluster as a worker with this kubeconfig sees it. */
async function depsBy(file: string): Promise<Deps> {
  const { namespace, plane } = cluster;
  const definition = aCluster({
    access: { kind: 'kubeconfig', file, context: plane.context },
    requests: { perSecond: 500, burst: 500 },
    timeoutMs: 3_000,
    dns: { namespace, deployment: 'restart-dns-pod', servers: [dnsServer], names: ['web.example.org'] },
    caps: { ...aCluster().caps, nodesAway: { most: 100, percent: 100 } },
  });
  const api = openCluster(definition);
  onTestFinished(() => api.close());
  return {
    ...servicesHere(),
    findObject: clusterDirectory([{ api, definition }]),
    evidence: createEvidenceFiles(await aScratchFolder(), 3_600_000),
  };
}

/** Plans every action, each on an object of its own. */
async function everyStep(deps: Deps, planned = names): Promise<readonly Step[]> {
  return Promise.all(
    planned.map(async (action) => {
      const prepared = await actionCases[action]?.(cluster, action);
      const { kind = '', name = '', settings = {} } = prepared ?? {};
      const namespace = kind === 'Node' ? null : cluster.namespace;
      const target = objectTarget({ cluster: 'shop', namespace, kind, name });
      return { action, kind, name, target, settings, facts: await actions[action].observe(target, deps, settings) };
    }),
  );
}

/** What becomes of each step, by the name of its action. */
async function outcomes(steps: readonly Step[], of: (step: Step) => Promise<unknown>) {
  const entries = steps.map(async (step) => [step.action, await of(step).catch(nameOfFailure)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const nameOfFailure = (error: unknown): unknown => ({ result: 'failed', summary: String(error) });
const perform =
  (deps: Deps) =>
  (step: Step): Promise<ActionResult> =>
    new MockActivityEnvironment().run(() => actions[step.action].perform(step.target, deps, step.facts, step.settings));
const happened = (deps: Deps) => (step: Step) =>
  actions[step.action].didHappen(step.target, step.facts, deps, step.settings);
const undo = (deps: Deps) => async (step: Step) => {
  const planned = actions[step.action];
  const back = planned.undo;
  if (back === null) return { result: 'done', summary: 'there is nothing to take back' };
  const settings = planned.undoSettings?.(step.facts, step.settings);
  const now = await actions[back].observe(step.target, deps, settings);
  return actions[back].perform(step.target, deps, now, settings);
};

/** The same for each of the actions. */
const all = (value: unknown, of = names) => Object.fromEntries(of.map((name) => [name, value]));

describe('every action on a cluster', () => {
  it('is tried here, or is what takes one of them back', () => {
    const undos = names.flatMap((name) => actions[name].undo ?? []);

    expect([...new Set([...names, ...undos])].toSorted()).toEqual(withPermissions.toSorted());
  });

  it('is not done by an account that may only read, which is told the verb and the resource', async () => {
    const rule = { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] };
    const api = 'rbac.authorization.k8s.io';
    const [role, account] = ['ClusterRole', 'reader'];
    await cluster.create({ apiVersion: `${api}/v1`, kind: role, metadata: { name: account }, rules: [rule] }, {
      apiVersion: `${api}/v1`,
      kind: `${role}Binding`,
      metadata: { name: account },
      roleRef: { apiGroup: api, kind: role, name: account },
      subjects: [{ apiGroup: api, kind: 'User', name: account }],
    } as object);
    const reader = await depsBy(await cluster.plane.kubeconfigOf(account));
    const steps = await everyStep(reader);

    const results = await outcomes(steps, perform(reader));

    const words = /may not do this.*\b(create|delete|patch|update)\b/;
    expect(results).toEqual(all({ result: 'failed', summary: expect.stringMatching(words) as unknown }));
    expect(await outcomes(steps, happened(reader))).toEqual(all('no'));
  });

  it('is refused by a disruption budget that has no pod to spare, where it evicts one', async () => {
    // A drain waits for its budgets, and has tests of its own.
    const evicting = names.filter(
      (name) =>
        name !== 'drain-node' && actions[name].permissions?.some(({ resource }) => resource === 'pods/eviction'),
    );
    const deps = await depsBy(cluster.plane.kubeconfigFile);
    const steps = await everyStep(deps, evicting);
    for (const name of evicting) await cluster.create(aDisruptionBudget({ name, minAvailable: 2 }));

    const results = await outcomes(steps, perform(deps));

    const summary = expect.stringContaining('disruption budget') as unknown;
    expect(evicting).toHaveLength(3);
    expect(results).toEqual(all({ result: 'failed', summary }, evicting));
    expect(await outcomes(steps, happened(deps))).toEqual(all('no', evicting));
  });

  it('leaves an object alone that was made anew under its name, and so does its undo', async () => {
    const deps = await depsBy(cluster.plane.kubeconfigFile);
    const steps = await everyStep(deps);
    const others = await outcomes(steps, madeAnew);

    const results = await outcomes(steps, perform(deps));
    await outcomes(steps, undo(deps));

    expect(results).toEqual(all({ result: 'failed', summary: expect.any(String) as unknown }));
    expect(await outcomes(steps, stateOf)).toEqual(others);
  });

  it('is done after all, and taken back, though the API server is away for 20 seconds', async () => {
    const way = await aWayThatCanBeCut(cluster.plane, join(await aScratchFolder(), 'kubeconfig'));
    onTestFinished(way.close);
    const deps = await depsBy(way.kubeconfigFile);
    const steps = await everyStep(deps);
    way.cut();

    const blind = await outcomes(steps, async ({ action, target, settings }) =>
      actions[action].observe(target, deps, settings),
    );
    const underWay = outcomes(steps, perform(deps));
    await sleep(20_000);
    way.restore();
    await underWay;
    const settled = await outcomes(steps, async (step) =>
      (await happened(deps)(step)) === 'yes' ? { result: 'done', summary: 'before' } : perform(deps)(step),
    );

    expect(blind).toEqual(all({ result: 'failed', summary: expect.stringContaining('does not answer') as unknown }));
    expect(settled).toEqual(all({ result: 'done', summary: expect.any(String) as unknown }));
    expect(await outcomes(steps, happened(deps))).toEqual(all('yes'));
    expect(await outcomes(steps, undo(deps))).toEqual(all({ result: 'done', summary: expect.any(String) as unknown }));
  }, 90_000);
});

const apiVersions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Job: 'batch/v1',
};

function place({ kind, name }: Step) {
  return { apiVersion: apiVersions[kind] ?? 'v1', kind, metadata: { name, namespace: cluster.namespace } };
}

/** What would be another one if anything were done to an object. */
async function stateOf(step: Step): Promise<unknown> {
  const object = await cluster.objects.read(place(step));
  const { uid, generation, deletionTimestamp } = object.metadata ?? {};
  const isMarked = JSON.stringify(object).includes('nightshift.io/');
  return { uid, generation, isMarked, isGoing: deletionTimestamp !== undefined };
}

/** Replaces an object by another one of the same name; its state. */
async function madeAnew(step: Step): Promise<unknown> {
  const former = await cluster.objects.read(place(step));
  await cluster.objects.delete(place(step), undefined, undefined, 0, undefined, 'Background');
  // Without labels: a ReplicaSet would take the pod for one too many.
  const object = { ...former, metadata: place(step).metadata };
  if (step.kind === 'Job') Object.assign(object, { spec: jobSpec() });
  await expect
    .poll(
      () =>
        cluster.objects.create(object).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000, interval: 100 },
    )
    .toBe(true);
  return stateOf(step);
}

/** The selector and the labels of a Job's pods are those of the Job that was. */
function jobSpec(): object {
  const containers = [{ name: 'app', image: 'registry.test/report:1' }];
  return { template: { spec: { restartPolicy: 'Never', containers } } };
}
