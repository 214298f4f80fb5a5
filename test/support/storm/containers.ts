import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { mebibyte, quantityOf } from '../../../model/kubernetes/quantity.ts';

/** How a process is deployed on Kubernetes. */
interface Container {
  readonly environment: Readonly<Record<string, string>>;
  /** What the process may hold at most, in MiB, before it is killed. */
  readonly memory: number;
}

interface Manifest {
  readonly spec?: { readonly template?: { readonly spec: { readonly containers: readonly ContainerInManifest[] } } };
}

interface ContainerInManifest {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: { readonly limits: { readonly memory: string } };
}

/** Reads the container of a role from the manifests in deploy/kubernetes. */
export function containerOf(role: 'worker' | 'trigger'): Container {
  const file = new URL(`../../../deploy/kubernetes/base/${role}.yaml`, import.meta.url);
  const manifests = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
  const [container] = manifests.flatMap(({ spec }) => spec?.template?.spec.containers ?? []);
  if (!container) throw new Error(`${role}.yaml has no container`);
  return {
    environment: Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
    memory: (quantityOf(container.resources.limits.memory) ?? Number.NaN) / mebibyte,
  };
}
