import { StackError } from '../errors.ts';
import type { KubernetesAccess } from './access.ts';
import { statusOf } from './access.ts';

/** A kind of objects that an API server does not know by itself. */
export interface KindDefinition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
}

/** Makes an API server know kinds, whose objects may hold anything. */
export async function defineKinds(access: KubernetesAccess, kinds: readonly KindDefinition[]): Promise<void> {
  for (const { group, version, kind, plural, scope } of kinds) {
    await createObject(access, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `${plural}.${group}`,
        // Groups of Kubernetes' own are refused without it.
        annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
      },
      spec: {
        group,
        scope,
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        ],
      },
    });
  }
}

/** Makes an object; one that is there already is as good. */
export async function createObject(access: KubernetesAccess, path: string, object: object): Promise<void> {
  const status = await statusOf(access, path, object);
  if (status === 201 || status === 409) return;
  throw new StackError('failed-to-start', `The API server answered ${status} to an object for ${path}.`);
}
