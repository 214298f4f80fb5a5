import pLimit from 'p-limit';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { lookUpAt } from '../../../clients/dns.ts';
import type { ClusterDns } from '../../../model/kubernetes/cluster.ts';
import type { DnsJudgement, LookUp } from '../../../model/kubernetes/network/dns.ts';
import { judgeDns } from '../../../model/kubernetes/network/dns.ts';
import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import { isThere, selects } from '../../../model/kubernetes/network/pod-state.ts';
import type { FoundObject } from '../../described/clusters.ts';
import type { PodWorkload } from './pod-workload.ts';
import { readWorkload } from './pod-workload.ts';
import { serviceStateOf } from './states.ts';

/** How names are looked up in a cluster, as it was found. */
interface DnsFindings {
  /** Null where nobody could say which pods there are. */
  readonly workload: PodWorkload | null;
  readonly lookUps: readonly LookUp[];
  readonly judgement: DnsJudgement;
}

/** A name that every cluster has. */
const surestName = 'kubernetes.default.svc.cluster.local';
const dnsPort = 53;
/** Nobody asks more servers, or for more names, or more at once. */
const bounds = { servers: 20, names: 10, atOnce: 32 } as const;

/**
 * Looks up the described names at each DNS pod, or at the described servers, and says who is to blame for what fails.
 *
 * @param first the pod that is asked however many there are.
 */
export async function examineClusterDns(found: FoundObject, dns: ClusterDns, first?: string): Promise<DnsFindings> {
  const areDescribed = dns.servers.length > 0;
  const workload = await readDnsWorkload(found, dns).catch((error: unknown) => {
    // Servers that operators described can be asked without the API server.
    if (areDescribed && error instanceof KubernetesError) return null;
    throw error;
  });
  const pods = workload?.pods ?? [];
  const servers = areDescribed ? dns.servers.map(asDescribed) : await serversOf(found, dns, pods);
  const ordered = servers.toSorted((one, other) => Number(other.pod === first) - Number(one.pod === first));
  const names = dns.names.length > 0 ? dns.names : [surestName];
  const limit = pLimit(bounds.atOnce);
  const questions = ordered
    .slice(0, bounds.servers)
    .flatMap((server) => names.slice(0, bounds.names).map((name) => ({ ...server, name })));
  const lookUps = await Promise.all(
    questions.map(({ server, pod, at, name }) =>
      limit(async () => ({ server, pod, name, ...(await lookUpAt(at, name)) })),
    ),
  );
  return { workload, lookUps, judgement: judgeDns(lookUps, pods, areDescribed) };
}

/** The DNS workload that operators described, with its pods; null where there is none of this name. */
export async function readDnsWorkload({ api }: FoundObject, dns: ClusterDns): Promise<PodWorkload | null> {
  const deployment = await api.get('Deployment', { namespace: dns.namespace, name: dns.deployment });
  return deployment && readWorkload(api, 'Deployment', deployment);
}

interface DnsServer {
  readonly server: string;
  readonly pod: string | null;
  /** Its address with its port. */
  readonly at: string;
}

function asDescribed(address: string): DnsServer {
  return { server: address, pod: null, at: address };
}

/** The pods themselves; and from within the cluster the address that all others use. */
async function serversOf(
  found: FoundObject,
  dns: ClusterDns,
  pods: readonly PodState[],
): Promise<readonly DnsServer[]> {
  const own = pods
    .filter(isThere)
    .flatMap((pod) =>
      pod.ip === null ? [] : [{ server: pod.name, pod: pod.name, at: withPort(pod.ip, portOf(pod)) }],
    );
  if (found.definition.access.kind !== 'in-cluster') return own;
  const { items } = await found.api.list('Service', { namespace: dns.namespace, most: 100 });
  const shared = items.flatMap((service) => {
    const { name, selector, ports } = serviceStateOf(service);
    const port = ports.find(({ protocol }) => protocol === 'UDP')?.port;
    const ip = service.spec?.clusterIP;
    const isOfDns = selector !== null && pods.some((pod) => selects(selector, pod));
    if (!isOfDns || port === undefined || !ip || ip === 'None') return [];
    return [{ server: `service ${name}`, pod: null, at: withPort(ip, port) }];
  });
  return [...own, ...shared];
}

function portOf({ containers }: PodState): number {
  const ports = containers.flatMap((container) => container.ports).filter(({ protocol }) => protocol === 'UDP');
  return (ports.find(({ name }) => name?.startsWith('dns')) ?? ports[0])?.port ?? dnsPort;
}

function withPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
