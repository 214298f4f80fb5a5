import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../errors.ts';
import type { KubernetesAccess } from './access.ts';
import { statusOf } from './access.ts';

/** What one container has printed, line by line. */
interface ContainerLogs {
  readonly current: readonly string[];
  /** What it printed before it was started again; nothing is known of an earlier run unless given. */
  readonly previous?: readonly string[];
}

/** Whose logs they are. */
export interface PodLogs {
  readonly namespace: string;
  /** All pods of the namespace that have no logs of their own unless given. */
  readonly pod?: string;
  /** By the name of the container; an empty name stands for all others. */
  readonly containers: Readonly<Record<string, ContainerLogs>>;
}

const group = 'kwok.x-k8s.io';

const kinds = { pod: { kind: 'Logs', plural: 'logs' }, namespace: { kind: 'ClusterLogs', plural: 'clusterlogs' } };

/** The kinds of objects by which kwok is told of logs. */
export const logKinds: readonly string[] = Object.values(kinds).map(({ kind }) => kind);

/** Makes an API server know them. */
export async function defineLogKinds(access: KubernetesAccess): Promise<void> {
  for (const [scope, { kind, plural }] of Object.entries(kinds)) {
    await create(access, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `${plural}.${group}`,
        annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/enhancements/pull/1111' },
      },
      spec: {
        group,
        scope: scope === 'pod' ? 'Namespaced' : 'Cluster',
        names: { kind, plural, singular: plural, listKind: `${kind}List` },
        versions: [
          {
            name: 'v1alpha1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        ],
      },
    });
  }
}

/** Has kwok serve these logs; a second call for the same pod or namespace changes what the containers have printed. */
export async function serveLogs(access: KubernetesAccess, folder: string, logs: PodLogs): Promise<void> {
  const { namespace, pod } = logs;
  const places = join(folder, 'logs', namespace, pod ?? '.all');
  await mkdir(places, { recursive: true });
  const files = await Promise.all(
    Object.entries(logs.containers).map(async ([container, { current, previous }]) => ({
      ...(container === '' ? {} : { containers: [container] }),
      logsFile: await linesIn(join(places, `${container}.log`), current),
      ...(previous && { previousLogsFile: await linesIn(join(places, `${container}.previous.log`), previous) }),
    })),
  );
  const { kind, plural } = pod === undefined ? kinds.namespace : kinds.pod;
  const scope = pod === undefined ? '' : `/namespaces/${namespace}`;
  await create(access, `/apis/${group}/v1alpha1${scope}/${plural}`, {
    apiVersion: `${group}/v1alpha1`,
    kind,
    metadata: { name: pod ?? namespace },
    spec: { logs: files, ...(pod === undefined ? { selector: { matchNamespaces: [namespace] } } : {}) },
  });
}

/** Writes lines as a container runtime does, the last one just now. */
async function linesIn(file: string, lines: readonly string[]): Promise<string> {
  const end = Date.now();
  const written = lines.map((line, index) => {
    const at = new Date(end - (lines.length - 1 - index) * 100).toISOString();
    return `${at} stderr F ${line}\n`;
  });
  await writeFile(file, written.join(''));
  return file;
}

async function create(access: KubernetesAccess, path: string, object: object): Promise<void> {
  const status = await statusOf(access, path, object);
  // One that is there already is as good.
  if (status === 201 || status === 409) return;
  throw new StackError('failed-to-start', `The API server answered ${status} to an object for ${path}.`);
}
