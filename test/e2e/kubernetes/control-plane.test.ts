import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Role, V1RoleBinding } from '@kubernetes/client-node';
import { AppsV1Api, CoreV1Api, VersionApi } from '@kubernetes/client-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isAlive } from '../../support/processes.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { nameOf, podsOf } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment, aJob } from '../../support/kubernetes/objects/workloads.ts';

const accounts = [{ name: 'nobody' }, { name: 'reader', groups: ['readers'] }];
const cluster = useControlPlane({ accounts, name: 'first' });
const other = useControlPlane({ name: 'second', nodes: 0 });

const soon = { timeout: 20_000 };

describe('a control plane', () => {
  it('says which version it is, and names its context', async () => {
    const config = await cluster.as('administrator');

    const { gitVersion, major, minor } = await config.makeApiClient(VersionApi).getCode();

    expect({ gitVersion, major, minor }).toEqual({ gitVersion: 'v1.34.4', major: '1', minor: '34' });
    expect(config.getCurrentContext()).toBe('first');
  });

  it('makes the pods of a Deployment ready and ends those of a Job', async () => {
    await cluster.create(aDeployment(), aJob());

    const { apps, batch, namespace } = cluster;
    const web = () => apps.readNamespacedDeployment({ name: 'web', namespace });
    await expect.poll(async () => (await web()).status?.readyReplicas, soon).toBe(2);
    const report = () => batch.readNamespacedJob({ name: 'report', namespace });
    await expect.poll(async () => (await report()).status?.succeeded, soon).toBe(1);
  });

  it('knows nothing of another one that runs at the same time', async () => {
    await cluster.create(aDeployment({ name: 'here' }));

    const { items } = await other.apps.listDeploymentForAllNamespaces();

    expect(other.plane.url).not.toBe(cluster.plane.url);
    expect(items).toEqual([]);
    await expect(other.core.readNamespace({ name: cluster.namespace })).rejects.toMatchObject({ code: 404 });
  });

  it('refuses accounts what no role allows them', async () => {
    const { namespace } = cluster;
    const role: V1Role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'read' },
      rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }],
    };
    const binding: V1RoleBinding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'read' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'read' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'readers' }],
    };
    await cluster.create(role, binding);
    const reader = await cluster.as('reader');
    const nobody = await cluster.as('nobody');

    const seen = await reader.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace });
    const refused = await Promise.allSettled([
      reader.makeApiClient(CoreV1Api).listNamespacedPod({ namespace }),
      nobody.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace }),
    ]);

    expect(seen.items).toEqual([]);
    const forbidden = { status: 'rejected', reason: expect.objectContaining({ code: 403 }) };
    expect(refused).toEqual([forbidden, forbidden]);
  });

  it('serves what containers have printed, now and before they were started again', async () => {
    const { core, namespace, plane } = cluster;
    await cluster.create(aDeployment({ replicas: 1, trouble: 'crash-loop' }), aPod({ name: 'quiet' }));
    await expect.poll(async () => (await podsOf(cluster, 'web'))[0]?.status?.phase, soon).toBe('Running');
    const [pod] = await podsOf(cluster, 'web');
    const name = nameOf(pod ?? {});
    await plane.serveLogs({ namespace, containers: { '': { current: ['nothing to say'] } } });
    await plane.serveLogs({
      namespace,
      pod: name,
      containers: { app: { current: ['starting', 'ready'], previous: ['starting', 'panic: no such table'] } },
    });
    await expect.poll(() => core.readNamespacedPodLog({ name, namespace }).catch(String), soon).toContain('ready');

    const previous = await core.readNamespacedPodLog({ name, namespace, previous: true });
    const last = await core.readNamespacedPodLog({ name, namespace, tailLines: 1 });
    const quiet = await core.readNamespacedPodLog({ name: 'quiet', namespace });

    expect(previous).toBe('starting\npanic: no such table\n');
    expect(last).toBe('ready\n');
    expect(quiet).toBe('nothing to say\n');
  });

  it('comes back as it was when its API server has been away', async () => {
    const { apps, core, namespace, plane } = cluster;
    await cluster.create(aDeployment());
    await expect.poll(() => podsOf(cluster, 'web'), soon).toHaveLength(2);
    const before = (await podsOf(cluster, 'web')).map(nameOf);

    await plane.apiServer.kill();
    const away = await core.listNode().catch((error: unknown) => error);
    await sleep(5_000);
    await plane.apiServer.start();

    const scale = { name: 'web', namespace, body: { metadata: { name: 'web', namespace }, spec: { replicas: 4 } } };
    await apps.replaceNamespacedDeploymentScale(scale);
    const web = () => apps.readNamespacedDeployment({ name: 'web', namespace });
    await expect.poll(async () => (await web()).status?.readyReplicas, { timeout: 60_000 }).toBe(4);
    expect(away).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect((await podsOf(cluster, 'web')).map(nameOf)).toEqual(expect.arrayContaining(before));
    const { items } = await core.listNode();
    expect(items.map(({ spec }) => spec?.taints)).toEqual([undefined, undefined]);
  });

  it('leaves nothing behind when what has started it is killed', async () => {
    const folder = await aScratchFolder();
    const module = new URL('../../../stack/control-plane.ts', import.meta.url).href;
    const program = `
      import { startControlPlane } from '${module}';
      const { pids } = await startControlPlane({ folder: ${JSON.stringify(folder)}, progress: () => {} });
      console.log(JSON.stringify(pids));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pids = JSON.parse(line) as number[];
    const before = pids.map(isAlive);

    parent.kill('SIGKILL');

    expect(before).toEqual([true, true, true, true, true]);
    await expect.poll(() => pids.some(isAlive), soon).toBe(false);
  });
});
