import type {
  KubeConfig,
  KubernetesObject,
  RbacV1Subject,
  V1ClusterRole,
  V1RoleBinding,
} from '@kubernetes/client-node';
import { AuthorizationV1Api } from '@kubernetes/client-node';
import { vi } from 'vitest';

/** Waits until the API server has heard of the bindings among these objects: until then they allow nothing. */
export async function untilGranted(config: KubeConfig, objects: readonly KubernetesObject[]): Promise<void> {
  const api = config.makeApiClient(AuthorizationV1Api);
  for (const binding of objects.filter(isBinding)) {
    const rule = objects.filter(isRole).find(({ metadata }) => metadata?.name === binding.roleRef.name)?.rules?.[0];
    const [subject] = binding.subjects ?? [];
    if (!rule?.resources?.[0] || !subject) continue;
    const [resource, subresource] = rule.resources[0].split('/');
    const resourceAttributes = {
      ...(binding.metadata?.namespace ? { namespace: binding.metadata.namespace } : {}),
      group: rule.apiGroups?.[0] ?? '',
      resource: resource ?? '',
      ...(subresource ? { subresource } : {}),
      verb: rule.verbs[0] ?? '',
    };
    await vi.waitFor(
      async () => {
        const body = { spec: { ...asked(subject), resourceAttributes } };
        const { status } = await api.createSubjectAccessReview({ body });
        if (!status?.allowed) throw new Error(`${binding.metadata?.name} allows nothing yet`);
      },
      { timeout: 20_000 },
    );
  }
}

function isBinding(object: KubernetesObject): object is V1RoleBinding {
  return object.kind?.endsWith('RoleBinding') === true;
}

function isRole(object: KubernetesObject): object is V1ClusterRole {
  return object.kind === 'Role' || object.kind === 'ClusterRole';
}

function asked({ kind, name, namespace }: RbacV1Subject): { readonly user: string; readonly groups?: string[] } {
  if (kind === 'Group') return { user: 'somebody', groups: [name] };
  return { user: kind === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${name}` : name };
}
