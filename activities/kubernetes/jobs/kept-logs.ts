import type { V1Pod } from '@kubernetes/client-node';
import type { EvidenceStore } from '../../../clients/evidence/evidence-files.ts';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { plainLines } from '../../../model/text/markdown.ts';
import { maskSecrets } from '../../../model/text/redaction.ts';
import { beginList } from '../../evidence-list.ts';
import { refused } from '../object-of-action.ts';

const mostPods = 5;
const mostContainers = 5;
const bytesOfLog = 64 * 1_024;

/**
 * Writes what the containers of pods have said to a list of evidence, masked: the newest pods, the end of each log. Where
 * that cannot be kept, or the API server does not answer, this fails; a log that it does not have is noted as missing.
 *
 * @param about what the list is about: its first line.
 * @returns the name of the list, which is on the disk then.
 */
export async function keepLogs(
  store: EvidenceStore,
  about: object,
  { api, pods }: { readonly api: Cluster; readonly pods: readonly V1Pod[] },
): Promise<string> {
  const list = await beginList(store, about, 'nothing was deleted');
  if ('result' in list) throw refused(list.summary);
  try {
    for (const pod of pods.slice(-mostPods)) for (const said of await logsOf(api, pod)) list.add(said);
  } catch (error) {
    await list.close().catch(() => undefined);
    throw error;
  }
  await list.close().catch(() => {
    throw refused('nothing was deleted: its logs could not be kept');
  });
  return list.id;
}

function logsOf(api: Cluster, { metadata, spec }: V1Pod): Promise<readonly object[]> {
  const pod = { namespace: metadata?.namespace ?? null, name: metadata?.name ?? '' };
  const containers = spec?.containers.slice(0, mostContainers) ?? [];
  return Promise.all(
    containers.map(async ({ name: container }) => {
      const question = { container, previous: false, maxBytes: bytesOfLog };
      const log = await api.readLog(pod, question).catch(whyMissing);
      const said = typeof log === 'object' ? log : { log: maskSecrets(plainLines(log)) };
      return { pod: pod.name, container, ...said };
    }),
  );
}

function whyMissing(error: unknown): { readonly missing: string } {
  if (!(error instanceof KubernetesError) || ['unavailable', 'forbidden'].includes(error.problem)) throw error;
  return { missing: maskSecrets(error.message) };
}
