import { stringify } from 'yaml';
import { actions } from '../activities/actions/index.ts';
import type { Permission } from '../model/kubernetes/rights/permission.ts';
import { leasePermissions, readPermissions, watchPermissions } from '../model/kubernetes/rights/read-permissions.ts';
import type { Account, Manifest, Place } from '../model/kubernetes/rights/roles.ts';
import { rolesFor } from '../model/kubernetes/rights/roles.ts';
import type { ActionName } from '../model/names.ts';
import { actionNames } from '../model/names.ts';

/** The namespace and the service accounts of deploy/kubernetes. */
const standardNamespace = 'nightshift';
const standardAccounts = { trigger: 'nightshift-trigger', worker: 'nightshift-worker' } as const;

/** The actions that need rights in a cluster. */
export function clusterActions(): readonly ActionName[] {
  return actionNames.filter((name) => permissionsOf(name).length > 0);
}

/** What an action needs, and what takes it back. */
export function permissionsOf(name: ActionName): readonly Permission[] {
  const { permissions = [], undo } = actions[name];
  return [...permissions, ...((undo && actions[undo].permissions) ?? [])];
}

/** The role of an action, which allows nothing else. */
export function actionRoles(
  name: ActionName,
  place: Exclude<Place, 'cluster'>,
  account?: Account,
): readonly Manifest[] {
  return rolesFor(`nightshift-${name}`, permissionsOf(name), account ?? accountOf('worker'), place);
}

/** What the worker needs to look, and to change nothing. */
export function readRoles(account: Account = accountOf('worker')): readonly Manifest[] {
  return rolesFor('nightshift-read', readPermissions, account, 'cluster');
}

/** What the trigger needs to watch the cluster. */
export function watchRoles(account: Account = accountOf('trigger')): readonly Manifest[] {
  return [
    ...rolesFor('nightshift-watch', watchPermissions, account, 'cluster'),
    ...rolesFor('nightshift-watch', leasePermissions, account, { namespace: account.namespace }),
  ];
}

/** Objects as YAML that kubectl applies. */
export function asYaml(manifests: readonly Manifest[]): string {
  const documents = manifests.map((manifest) => stringify(manifest, { lineWidth: 0, singleQuote: true }));
  return `# Written by \`nightshift kubernetes rbac\`.\n${documents.join('---\n')}`;
}

/** Every file below deploy/kubernetes/roles, by its path there. */
export function roleFiles(): ReadonlyMap<string, string> {
  const folders: readonly (readonly [string, readonly Manifest[]])[] = [
    ['read', readRoles()],
    ['watch', watchRoles()],
    ...clusterActions().map((name) => [`actions/${name}`, actionRoles(name, 'left-open')] as const),
  ];
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['roles.yaml'],
  };
  return new Map(
    folders.flatMap(([folder, manifests]) => [
      [`${folder}/kustomization.yaml`, asYaml([kustomization])],
      [`${folder}/roles.yaml`, asYaml(manifests)],
    ]),
  );
}

function accountOf(process: keyof typeof standardAccounts): Account {
  return { namespace: standardNamespace, name: standardAccounts[process] };
}
