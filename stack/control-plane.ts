import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { acquire } from './acquire.ts';
import type { KubernetesAccount } from './kubernetes/access.ts';
import { issueTokens, writeKubeconfig } from './kubernetes/access.ts';
import { defineKinds } from './kubernetes/definitions.ts';
import { etcd } from './kubernetes/etcd.ts';
import { kubeApiserver } from './kubernetes/kube-apiserver.ts';
import { kubeControllerManager } from './kubernetes/kube-controller-manager.ts';
import { kubeScheduler } from './kubernetes/kube-scheduler.ts';
import { kwok } from './kubernetes/kwok.ts';
import type { PodLogs } from './kubernetes/logs.ts';
import { logKinds, serveLogs } from './kubernetes/logs.ts';
import { metricKinds } from './kubernetes/metrics.ts';
import type { Progress } from './progress.ts';
import type { Restartable } from './restartable.ts';
import { restartable } from './restartable.ts';

/** What a control plane is like. */
export interface ControlPlaneOptions {
  /** Everything it keeps, its logs, and the kubeconfig files. */
  readonly folder: string;
  readonly progress: Progress;
  /** The name of the context in its kubeconfig files; `test` unless given. */
  readonly name?: string;
  /** Accounts besides the administrator, with no rights but those of their groups. */
  readonly accounts?: readonly KubernetesAccount[];
  /** The API server's port; a free one unless given. */
  readonly port?: number;
  /** How long pods stay on a node that is not ready or does not answer; Kubernetes' own 300 unless given. */
  readonly tolerationSeconds?: number;
  /** Further arguments of the API server, such as `--audit-log-path=…`. */
  readonly apiServerArguments?: readonly string[];
  /** Further arguments of the controller manager, such as `--node-eviction-rate=10`. */
  readonly controllerArguments?: readonly string[];
}

/** A real Kubernetes control plane whose nodes and pods are played. */
export interface ControlPlane {
  readonly url: string;
  readonly context: string;
  /** An administrator's kubeconfig. */
  readonly kubeconfigFile: string;
  /** Writes the kubeconfig of one of the accounts and answers its path. */
  readonly kubeconfigOf: (account: string) => Promise<string>;
  /** Has containers have printed something; their logs cannot be read before. */
  readonly serveLogs: (logs: PodLogs) => Promise<void>;
  /** The API server alone, to be taken away and brought back while everything else goes on. */
  readonly apiServer: Restartable;
  readonly pids: readonly number[];
  readonly stop: () => Promise<void>;
}

const administrator: KubernetesAccount = { name: 'administrator', groups: ['system:masters'] };

/** Obtains what a control plane consists of, one program after the other: the first time they are built, for minutes. */
export async function obtainControlPlane(progress: Progress) {
  return {
    etcd: await acquire(etcd, progress),
    apiServer: await acquire(kubeApiserver, progress),
    controllerManager: await acquire(kubeControllerManager, progress),
    scheduler: await acquire(kubeScheduler, progress),
    kwok: await acquire(kwok, progress),
  };
}

/** Obtains what is missing, and starts a control plane that takes pods. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { folder, progress, name = 'test', accounts = [] } = options;
  const programs = await obtainControlPlane(progress);
  const placesOf = (component: string) => ({ dataDir: folder, logFile: join(folder, `${component}.log`) });
  await mkdir(folder, { recursive: true });
  const tokenFile = join(folder, 'tokens.csv');
  const tokens = await issueTokens([administrator, ...accounts], tokenFile);

  await using cleanup = new AsyncDisposableStack();
  const store = await etcd.start(programs.etcd, placesOf('etcd'));
  cleanup.defer(() => etcd.stop(store));
  const startApiServer = (port: number | undefined) =>
    kubeApiserver.start(programs.apiServer, {
      ...placesOf('kube-apiserver'),
      etcdUrl: store.url,
      tokenFile,
      adminToken: tokenOf(tokens, administrator.name),
      extraArguments: options.apiServerArguments ?? [],
      ...(port === undefined ? {} : { port }),
      ...(options.tolerationSeconds === undefined ? {} : { tolerationSeconds: options.tolerationSeconds }),
    });
  const first = await startApiServer(options.port);
  const { access, serviceAccountKeyFile } = first;
  const started = [first];
  const apiServer = await restartable(async () => started.pop() ?? startApiServer(Number(new URL(access.url).port)));
  cleanup.defer(() => apiServer.stop());

  await defineKinds(access, [...logKinds, ...metricKinds]);

  const kubeconfigOf = (account: string): Promise<string> =>
    writeKubeconfig(join(folder, `${account}.kubeconfig`), name, account, {
      ...access,
      token: tokenOf(tokens, account),
    });
  const kubeconfigFile = await kubeconfigOf(administrator.name);
  const starting = await Promise.allSettled([
    kubeControllerManager.start(programs.controllerManager, {
      ...placesOf('kube-controller-manager'),
      kubeconfigFile,
      access,
      serviceAccountKeyFile,
      extraArguments: options.controllerArguments ?? [],
    }),
    kubeScheduler.start(programs.scheduler, { ...placesOf('kube-scheduler'), kubeconfigFile }),
    kwok.start(programs.kwok, { ...placesOf('kwok'), kubeconfigFile }),
  ]);
  const others = starting.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  for (const other of others) cleanup.defer(other.stop);
  const failed = starting.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  const kept = cleanup.move();
  return {
    url: access.url,
    context: name,
    kubeconfigFile,
    kubeconfigOf,
    serveLogs: (logs) => serveLogs(access, folder, logs),
    apiServer,
    pids: [store, first, ...others].flatMap(({ pid }) => pid ?? []),
    stop: () => kept.disposeAsync(),
  };
}

function tokenOf(tokens: ReadonlyMap<string, string>, account: string): string {
  const token = tokens.get(account);
  if (token === undefined) throw new RangeError(`The control plane was started without an account ${account}.`);
  return token;
}
