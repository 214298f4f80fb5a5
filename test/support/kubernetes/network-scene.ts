import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { onTestFinished, vi } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { checks } from '../../../activities/checks/index.ts';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { ActionName, CheckName } from '../../../model/names.ts';
import type { ActionResult, Facts, Settings } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import { servicesHere } from '../hosts/services-here.ts';
import { aCluster } from './builders.ts';
import { nameOf, podsOf } from './troubles.ts';
import type { Cluster } from './use-control-plane.ts';

/** What a test may do with a cluster as Nightshift sees it. */
export interface NetworkScene {
  readonly deps: ReturnType<typeof servicesHere>;
  readonly targetOf: (kind: string, name: string) => Target;
  readonly observe: (action: ActionName, target: Target, settings?: Settings) => Promise<Facts>;
  /** Observes and performs an action, as the worker does. */
  readonly perform: (action: ActionName, target: Target, settings?: Settings, now?: Facts) => Promise<ActionResult>;
  /** Takes an action back that was planned with these facts. */
  readonly takeBack: (action: ActionName, target: Target, before: Facts, settings?: Settings) => Promise<ActionResult>;
  readonly happened: (action: ActionName, target: Target, before: Facts, settings?: Settings) => Promise<string>;
  readonly look: (check: CheckName, target: Target) => ReturnType<(typeof checks)[CheckName]>;
}

/** Opens the test's cluster as Nightshift would, by the account's kubeconfig; closed at the end of the test. */
export async function aNetworkScene(
  { plane, namespace }: Cluster,
  overrides: Partial<ClusterDefinition> = {},
  account?: string,
): Promise<NetworkScene> {
  const file = account === undefined ? plane.kubeconfigFile : await plane.kubeconfigOf(account);
  const access = { kind: 'kubeconfig', file, context: plane.context } as const;
  const definition = aCluster({ access, timeoutMs: 3_000, ...overrides });
  const api = openCluster(definition);
  onTestFinished(() => api.close());
  const deps = { ...servicesHere(), findObject: clusterDirectory([{ api, definition }]) };
  const observe: NetworkScene['observe'] = (action, target, settings) =>
    actions[action].observe(target, deps, settings);
  return {
    deps,
    observe,
    targetOf: (kind, name) => objectTarget({ cluster: definition.name, namespace, kind, name }),
    perform: async (action, target, settings, now) =>
      actions[action].perform(target, deps, now ?? (await observe(action, target, settings)), settings),
    async takeBack(action, target, before, settings) {
      const planned = actions[action];
      if (planned.undo === null) throw new Error(`nothing takes ${action} back`);
      return actions[planned.undo].perform(target, deps, {}, planned.undoSettings?.(before, settings));
    },
    happened: (action, target, before, settings) => actions[action].didHappen(target, before, deps, settings),
    look: (check, target) => checks[check]({ check, target }, deps),
  };
}

const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Waits until an app has so many ready pods; their names. */
export async function untilReady(cluster: Cluster, app: string, count: number): Promise<readonly string[]> {
  // Not by `expect`, which belongs to one test, while several may run at once.
  return vi.waitFor(
    async () => {
      const pods = await podsOf(cluster, app);
      const ready = pods.filter(({ status }) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
      );
      if (ready.length !== count) throw new Error(`${ready.length} of ${count} pods are ready`);
      return ready.map(nameOf);
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Gives a pod an address at which the test itself answers. */
export async function moveTo({ core, namespace }: Cluster, name: string, podIP: string): Promise<void> {
  await core.patchNamespacedPodStatus(
    { name, namespace, body: { status: { podIP, podIPs: [{ ip: podIP }] } } },
    asMerge,
  );
}

/** A server on a loopback address that answers with whatever status it is told to. */
export async function aWebServer(host: string, port = 0): Promise<{ readonly port: number; status: number }> {
  const answers = { port, status: 200 };
  const server = createServer((_request, response) => response.writeHead(answers.status).end());
  server.listen(port, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  answers.port = (server.address() as AddressInfo).port;
  return answers;
}

/** A load balancer that sends each request to the next of those pods that the labels of a Service find. */
export async function aBalancer({ core, namespace }: Cluster, labelSelector: string, port: number): Promise<string> {
  const read = async () => {
    const { items } = await core.listNamespacedPod({ namespace, labelSelector });
    return items.flatMap(({ status }) => status?.podIP ?? []);
  };
  let addresses = await read();
  let turn = 0;
  const watching = setInterval(() => {
    // Asked again a moment later: what is away now is not missing for that.
    read().then(
      (now) => (addresses = now),
      () => undefined,
    );
  }, 100);
  const server = createServer((_request, response) => {
    const address = addresses[(turn += 1) % addresses.length] ?? 'nobody.invalid';
    fetch(`http://${address}:${port}/`).then(
      ({ status }) => response.writeHead(status).end(),
      () => response.writeHead(502).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    clearInterval(watching);
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Gives an account some rights in the test's namespace. */
export async function allow(
  cluster: Cluster,
  account: string,
  rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[],
): Promise<void> {
  await cluster.create(
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: account }, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: account },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: account }],
    } as object,
  );
}
