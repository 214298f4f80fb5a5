import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesAccess } from './access.ts';
import type { KindDefinition } from './definitions.ts';
import { createObject } from './definitions.ts';

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
const version = 'v1alpha1';

const ofPod: KindDefinition = { group, version, kind: 'Logs', plural: 'logs', scope: 'Namespaced' };
const ofNamespace: KindDefinition = { group, version, kind: 'ClusterLogs', plural: 'clusterlogs', scope: 'Cluster' };

/** The kinds of objects by which kwok is told of logs. */
export const logKinds: readonly KindDefinition[] = [ofPod, ofNamespace];

/** Has kwok serve these logs; a second call for the same pod and containers changes what they have printed. */
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
  const { kind, plural } = pod === undefined ? ofNamespace : ofPod;
  const scope = pod === undefined ? '' : `/namespaces/${namespace}`;
  await createObject(access, `/apis/${group}/${version}${scope}/${plural}`, {
    apiVersion: `${group}/${version}`,
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
