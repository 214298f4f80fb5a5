import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KubernetesObjectApi } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { actionRoles, asYaml, clusterActions, permissionsOf } from '../../../cli/rbac.ts';
import { rolesFor } from '../../../model/kubernetes/rights/roles.ts';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { readPermissions, watchPermissions } from '../../../model/kubernetes/rights/read-permissions.ts';
import { asServiceAccount, built, objectsIn } from '../../support/kubernetes/access/deployed.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aScratchFolder } from '../../support/scratch.ts';

const cluster = useControlPlane({ nodes: 1 });
const deploy = fileURLToPath(new URL('../../../deploy/kubernetes', import.meta.url));
const changing = ['create', 'update', 'patch', 'delete', 'deletecollection'];

beforeAll(async () => {
  const folder = join(deploy, '..', '..', 'reports', 'overlay');
  await mkdir(folder, { recursive: true });
  const overlay = {
    resources: [relative(folder, join(deploy, 'base'))],
    components: [relative(folder, join(deploy, 'watch'))],
  };
  await writeFile(join(folder, 'kustomization.yaml'), stringify(overlay));
  await apply(await built(folder));
});

async function apply(objects: Awaited<ReturnType<typeof built>>): Promise<void> {
  const config = await cluster.as('administrator');
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const object of objects) await api.create(object);
}

function asWorker(): Promise<Cluster> {
  return asServiceAccount(cluster.plane.kubeconfigFile, 'nightshift', 'nightshift-worker');
}

/** Which of these an account may not do, in words. */
async function refused(
  account: Cluster,
  permissions: readonly Permission[],
  namespace: string | null,
): Promise<readonly string[]> {
  const answers = permissions.flatMap(({ group, resource: whole, verbs }) => {
    const [resource = '', subresource] = whole.split('/');
    return verbs.map(async (verb) => {
      const question = { group, resource, ...(subresource ? { subresource } : {}), verb, namespace };
      return (await account.mayI(question)) ? [] : [`${verb} ${whole}`];
    });
  });
  return (await Promise.all(answers)).flat();
}

/** A role that has come or gone counts once the API server itself has heard of it. */
async function untilRefused(wanted: readonly string[], ...asked: Parameters<typeof refused>): Promise<void> {
  await vi.waitFor(async () => expect(await refused(...asked)).toEqual(wanted), { timeout: 20_000 });
}

describe('what is deployed', () => {
  it('runs as nobody, writes nowhere but into its volumes, and may gain nothing', async () => {
    const { items: deployments } = await cluster.apps.listNamespacedDeployment({ namespace: 'nightshift' });
    const { items: sets } = await cluster.apps.listNamespacedStatefulSet({ namespace: 'nightshift' });

    const pods = [...deployments, ...sets].map(({ spec }) => spec?.template.spec);
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(pod?.securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext, readinessProbe, livenessProbe, resources } of pod?.containers ?? []) {
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect([readinessProbe, livenessProbe, resources?.limits?.['memory']].every(Boolean)).toBe(true);
      }
    }
  });

  it('lets the worker look, and change nothing', async () => {
    const worker = await asWorker();
    const writing = readPermissions.map((one) => ({ ...one, verbs: changing }));

    await untilRefused([], worker, readPermissions, null);
    expect(await refused(worker, writing, 'default')).toEqual(
      writing.flatMap(({ resource, verbs }) => verbs.map((verb) => `${verb} ${resource}`)),
    );
    expect(await refused(worker, [{ group: '', resource: 'secrets', verbs: ['get', 'list'] }], 'nightshift')).toEqual([
      'get secrets',
      'list secrets',
    ]);
  });

  it('lets the trigger watch, and hold its Lease in its own namespace', async () => {
    const trigger = await asServiceAccount(cluster.plane.kubeconfigFile, 'nightshift', 'nightshift-trigger');
    const lease = { metadata: { name: 'nightshift-watch', namespace: 'nightshift' }, spec: {} };

    await untilRefused([], trigger, watchPermissions, null);

    const made = await trigger.create('Lease', lease);

    expect(made.metadata?.name).toBe('nightshift-watch');
    await expect(
      trigger.create('Lease', { ...lease, metadata: { name: 'other', namespace: 'default' } }),
    ).rejects.toThrow('create leases.coordination.k8s.io');
    await expect(trigger.list('Service', { namespace: 'default' })).rejects.toThrow('its role lacks that right');
  });
});

const sample: readonly Permission[] = [
  { group: '', resource: 'pods', verbs: ['get', 'patch'] },
  { group: '', resource: 'pods/eviction', verbs: ['create'] },
];

describe('the role of an action', () => {
  it('printed for a namespace allows a real change there, and none elsewhere', async () => {
    const [worker, { namespace }] = [await asWorker(), cluster];
    const pod = { namespace, name: 'web' };
    const { metadata } = await cluster.core.createNamespacedPod({
      namespace,
      body: { metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'web:1' }] } },
    });
    const patch = { metadata: { uid: metadata?.uid ?? '', labels: { seen: 'yes' } } };
    await expect(worker.patch('Pod', pod, patch)).rejects.toThrow('the account may not patch pods');

    const account = { namespace: 'nightshift', name: 'nightshift-worker' };
    await apply(objectsIn(asYaml(rolesFor('nightshift-sample', sample, account, { namespace }))));
    await untilRefused([], worker, sample, namespace);
    const patched = await worker.patch('Pod', pod, patch);

    expect(patched.metadata?.labels).toMatchObject({ seen: 'yes' });
    expect(await refused(worker, sample, 'default')).toEqual(['patch pods', 'create pods/eviction']);
  });

  it('allows exactly its action, for every action, wherever an overlay places it', async () => {
    const { namespace } = cluster;
    const worker = await asWorker();
    for (const name of clusterActions()) {
      const needed = permissionsOf(name);
      const before = await refused(worker, needed, namespace);

      const roles = objectsIn(asYaml(actionRoles(name, { namespace })));
      await apply(roles);

      expect({ name, before }).not.toEqual({ name, before: [] });
      await untilRefused([], worker, needed, namespace);
      const api = KubernetesObjectApi.makeApiClient(await cluster.as('administrator'));
      for (const role of roles) await api.delete(role);
      await untilRefused(before, worker, needed, namespace);
    }
  });

  it('is placed in a namespace by kustomize, and stays bound to the worker', async () => {
    const folder = await aScratchFolder();
    const account = { namespace: 'nightshift', name: 'nightshift-worker' };
    await writeFile(join(folder, 'roles.yaml'), asYaml(rolesFor('nightshift-sample', sample, account, 'left-open')));
    await writeFile(join(folder, 'kustomization.yaml'), stringify({ namespace: 'shop', resources: ['roles.yaml'] }));

    const objects = await built(folder);

    expect(objects.map(({ metadata }) => metadata?.namespace)).toEqual(['shop', 'shop']);
    expect(objects[1]).toMatchObject({ subjects: [{ kind: 'ServiceAccount', ...account }] });
  });
});
