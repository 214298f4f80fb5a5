import { lookUpsInWords, podsToRestart } from '../../../model/kubernetes/network/dns.ts';
import { isCrashLooping } from '../../../model/kubernetes/network/pod-state.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { examineClusterDns } from '../../kubernetes/network/cluster-dns.ts';

/** Whether the servers of a cluster's DNS have an address for each described name, asked by the worker itself. */
export const clusterDns: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const { dns } = object.definition;
    if (!dns) return unknown(`nobody described how names are looked up in the cluster ${object.cluster}`);
    const { workload, lookUps, judgement } = await examineClusterDns(object, dns);
    const { health, cause, sick } = judgement;
    const pods = workload?.pods ?? [];
    const servers = new Set(lookUps.map(({ server }) => server));
    const names = new Set(lookUps.flatMap(({ name, answer }) => (answer === 'found' ? [] : [name])));
    return {
      health,
      summary: inWords[cause]({
        all: `${servers.size} DNS servers`,
        sick: sick.join(', '),
        names: [...names].join(', '),
      }),
      details: lookUpsInWords(lookUps).slice(0, 15),
      facts: {
        cause,
        namespace: dns.namespace,
        restart: podsToRestart(judgement, lookUps, pods)
          .map(({ name }) => name)
          .join(' '),
        crashLooping: pods
          .filter(isCrashLooping)
          .map(({ name }) => name)
          .join(' '),
      },
    };
  });

interface Found {
  readonly all: string;
  readonly sick: string;
  readonly names: string;
}

const inWords = {
  none: ({ all }: Found) => `${all} have an address for every name`,
  servers: ({ all, sick, names }: Found) => `of ${all}, ${sick} have no address for ${names}`,
  upstream: ({ names }: Found) =>
    `names of the cluster are found, but none of its servers has an address for ${names}: the servers that they ask in turn do not answer`,
  names: ({ names }: Found) => `all servers answer that there is no such name: ${names}`,
  unreachable: ({ all }: Found) =>
    `no answer from ${all}, whose pods are ready: the worker may have no way to them, name servers for it under dns`,
} as const;
