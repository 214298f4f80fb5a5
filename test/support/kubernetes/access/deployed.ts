import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesObject } from '@kubernetes/client-node';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { openCluster } from '../../../../clients/kubernetes/open-cluster.ts';
import type { Cluster } from '../../../../clients/kubernetes/cluster.ts';
import { acquire } from '../../../../stack/acquire.ts';
import { executableOf } from '../../../../stack/executable.ts';
import { kustomize } from '../../../../stack/programs/kustomize.ts';
import { progress } from '../../scene.ts';
import { aCluster } from '../builders.ts';

const run = promisify(execFile);

/** What kustomize makes of a folder. */
export async function built(folder: string): Promise<readonly KubernetesObject[]> {
  const command = executableOf('kustomize', await acquire(kustomize, progress));
  const { stdout } = await run(command, ['build', folder], { maxBuffer: 16 * 1024 * 1024 });
  return objectsIn(stdout);
}

/** The objects of a YAML text. */
export function objectsIn(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

/** The cluster as a service account sees it, by a token that the API server made for it; until the end of the test. */
export async function asServiceAccount(kubeconfigFile: string, namespace: string, name: string): Promise<Cluster> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigFile);
  const core = config.makeApiClient(CoreV1Api);
  const { status } = await core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { spec: { audiences: [], expirationSeconds: 600 } },
  });
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-account-'));
  const file = join(folder, 'kubeconfig');
  const text = await readFile(kubeconfigFile, 'utf8');
  await writeFile(file, text.replace(/token: .*/, `token: ${status?.token ?? ''}`), { mode: 0o600 });
  const cluster = openCluster(aCluster({ access: { kind: 'kubeconfig', file, context: null } }));
  onTestFinished(async () => {
    cluster.close();
    await rm(folder, { recursive: true, force: true });
  });
  return cluster;
}
