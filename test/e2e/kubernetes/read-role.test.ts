import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { checks } from '../../../activities/checks/index.ts';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import { createResolvingActivities } from '../../../activities/kubernetes/resolving.ts';
import { asYaml, clusterActions, readRoles } from '../../../cli/rbac.ts';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import { resourceOf } from '../../../clients/kubernetes/paths.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { readPermissions } from '../../../model/kubernetes/rights/read-permissions.ts';
import { checkNames } from '../../../model/names.ts';
import type { Target } from '../../../model/target.ts';
import { aCluster } from '../../support/kubernetes/builders.ts';
import { objectsIn } from '../../support/kubernetes/access/deployed.ts';
import {
  aClaim,
  aDisruptionBudget,
  anAutoscaler,
  aQuota,
  aService,
  aStorageClass,
  aVolume,
} from '../../support/kubernetes/objects/objects.ts';
import { nameOf, podsOf } from '../../support/kubernetes/troubles.ts';
import { measurePods } from '../../support/kubernetes/usage.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aCronJob, aDaemonSet, aDeployment, aJob, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';
import { servicesHere } from '../../support/hosts/services-here.ts';

const account = { namespace: 'nightshift', name: 'nightshift-worker' };
const cluster = useControlPlane({
  accounts: [{ name: `system:serviceaccount:${account.namespace}:${account.name}` }],
  nodes: 1,
});
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-read-role-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One of everything that alerts are about, in the namespace of the test: the targets. */
async function oneOfEverything(): Promise<readonly Target[]> {
  const { namespace } = cluster;
  await cluster.create<object>(
    aDeployment({ trouble: 'crash-loop' }),
    aService(),
    aDisruptionBudget(),
    anAutoscaler(),
    aStatefulSet(),
    aDaemonSet(),
    aJob(),
    aCronJob(),
    aStorageClass(),
    aVolume(),
    aClaim(),
    aQuota({ pods: '20' }),
    aDeployment({ name: 'coredns' }),
  );
  const [pod] = await vi.waitFor(
    async () => {
      const pods = await podsOf(cluster, 'web');
      const restarts = pods.map(({ status }) => status?.containerStatuses?.[0]?.restartCount ?? 0);
      const isPlaced = (await podsOf(cluster, 'coredns')).every(({ spec }) => spec?.nodeName);
      if (!isPlaced || restarts.length === 0 || restarts.includes(0)) throw new Error('nothing has crashed yet');
      return pods;
    },
    { timeout: 30_000, interval: 100 },
  );
  await measurePods(cluster, 'web', { cpu: '100m', memory: '100Mi' });
  const kinds = [
    ['Pod', pod ? nameOf(pod) : ''],
    ['Deployment', 'web'],
    ['Deployment', 'coredns'],
    ['StatefulSet', 'store'],
    ['DaemonSet', 'agent'],
    ['Job', 'report'],
    ['CronJob', 'nightly'],
    ['HorizontalPodAutoscaler', 'web'],
    ['PodDisruptionBudget', 'web'],
    ['PersistentVolumeClaim', 'data'],
    ['ResourceQuota', 'quota'],
    ['Service', 'web'],
    ['Namespace', namespace],
  ] as const;
  return [
    ...kinds.map(([kind, name]) => objectTarget({ cluster: 'shop', namespace, kind, name })),
    ...(['Node', 'PersistentVolume', 'StorageClass', 'Cluster'] as const).map((kind) => {
      const names = { Node: 'node-1', PersistentVolume: 'volume-1', StorageClass: 'fast', Cluster: 'cluster' };
      return objectTarget({ cluster: 'shop', namespace: null, kind, name: names[kind] });
    }),
  ];
}

/** The cluster as it is, and what is read of it. */
function recorded(api: Cluster) {
  const asked = new Set<string>();
  const noted = (question: string) => void asked.add(question);
  const watched: Cluster = {
    ...api,
    get: (kind, one) => (noted(`get ${resourceOf(kind)}`), api.get(kind, one)),
    list: (kind, selection) => (noted(`list ${resourceOf(kind)}`), api.list(kind, selection)),
    readLog: (pod, question) => (noted('get pods/log'), api.readLog(pod, question)),
  };
  return { watched, asked };
}

const allowed = readPermissions.flatMap(({ group, resource, verbs }) =>
  verbs.map((verb) => `${verb} ${group === '' ? resource : `${resource}.${group}`}`),
);

it('every check, and every action before it acts, reads only what the role for looking allows', async () => {
  const [role, ...binding] = objectsIn(asYaml(readRoles(account)));
  if (!role) throw new Error('there is no role for looking');
  await cluster.create(role, ...binding);
  const targets = await oneOfEverything();
  const { plane, namespace } = cluster;
  const file = await plane.kubeconfigOf(`system:serviceaccount:${account.namespace}:${account.name}`);
  const definition = aCluster({
    access: { kind: 'kubeconfig', file, context: plane.context },
    requests: { perSecond: 1_000, burst: 1_000 },
    dns: { namespace, deployment: 'coredns', servers: ['127.0.0.1:1'], names: ['kubernetes.default'] },
    backends: [{ namespace, service: 'web', url: 'http://127.0.0.1:1/', timeoutMs: 200 }],
    sidecar: 'app',
  });
  const api = openCluster(definition);
  const { watched, asked } = recorded(api);
  const deps = {
    ...servicesHere(),
    evidence: createEvidenceFiles(folder, 60_000),
    findObject: clusterDirectory([{ definition, api: watched }]),
  };

  const answers: string[] = [];
  for (const target of targets) {
    const looks = checkNames.map(async (check) => JSON.stringify(await checks[check]({ check, target }, deps)));
    const plans = clusterActions().map(async (name) => {
      await actions[name].observe(target, deps, { container: 'app', replicas: '2', revision: '1' });
      return '';
    });
    const resolving = createResolvingActivities(deps);
    const found = resolving.resolveTarget({ target, alerts: [] }).then((answer) => JSON.stringify(answer));
    for (const answer of await Promise.allSettled([...looks, ...plans, found]))
      answers.push(answer.status === 'fulfilled' ? answer.value : String(answer.reason));
  }
  api.close();

  expect(answers.filter((answer) => /its role lacks that right|may not (?:get|list)/.test(answer))).toEqual([]);
  expect([...asked].filter((question) => !allowed.includes(question))).toEqual([]);
  const resources = new Set([...asked].map((question) => question.replace(/^\w+ /, '')));
  expect(allowed.filter((question) => !resources.has(question.replace(/^\w+ /, '')))).toEqual([]);
});
