import type { PodState } from '../workloads/pod-state.ts';
import { isThere, podInWords, selects } from './pod-state.ts';

/** What a Service says of itself. */
export interface ServiceState {
  readonly name: string;
  /** Null where somebody else writes its endpoints. */
  readonly selector: Readonly<Record<string, string>> | null;
  /** Whether it is but another name for something outside. */
  readonly isExternal: boolean;
  readonly ports: readonly {
    readonly name: string | null;
    readonly port: number;
    /** A port of the pods, or the name of one. */
    readonly to: number | string;
    readonly protocol: string;
  }[];
}

/** One address behind a Service. */
export interface EndpointState {
  readonly slice: string;
  readonly address: string;
  readonly pod: string | null;
  readonly isReady: boolean;
  readonly isTerminating: boolean;
}

/** What was found out about a Service. */
export interface EndpointsJudgement {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  /** The cause in one line. */
  readonly cause: string;
  readonly details: readonly string[];
}

/** Says why a Service has nobody behind it, or only some of whom it should have. */
export function judgeEndpoints(
  service: ServiceState,
  endpoints: readonly EndpointState[],
  pods: readonly PodState[],
): EndpointsJudgement {
  if (service.isExternal)
    return { health: 'unknown', cause: `${service.name} only names something outside of the cluster`, details: [] };
  const [ready, others] = [endpoints.filter(({ isReady }) => isReady), endpoints.filter(({ isReady }) => !isReady)];
  const strays = portsNobodyHas(service, pods);
  const details = [
    ...others.slice(0, mostTold).map(inWords),
    ...pods
      .filter((pod) => !pod.isReady && isThere(pod))
      .slice(0, mostTold)
      .map(podInWords),
    ...strays,
  ];
  const count = `${ready.length} of ${endpoints.length} addresses of ${service.name} are ready`;
  if (ready.length === 0) return { health: 'unhealthy', cause: `${count}: ${whyNone(service, pods, strays)}`, details };
  // Pods that leave are no loss while others serve: that is how every rollout looks.
  const missing = others.filter(({ isTerminating }) => !isTerminating);
  if (missing.length > 0) return { health: 'unhealthy', cause: count, details };
  if (strays[0] !== undefined) return { health: 'unhealthy', cause: `${count}, but ${strays[0]}`, details };
  return { health: 'healthy', cause: count, details };
}

const mostTold = 10;

function whyNone({ selector }: ServiceState, pods: readonly PodState[], strays: readonly string[]): string {
  if (selector === null) return 'it selects no pods, and whoever writes its endpoints has written none that is ready';
  if (pods.length === 0) return `no pod has the labels ${labelsInWords(selector)}`;
  if (strays[0] !== undefined) return strays[0];
  const present = pods.filter(isThere);
  if (present.length === 0) return `all of its ${pods.length} pods have ended or are being deleted`;
  return `none of its ${present.length} pods is ready`;
}

/** Ports of the Service that lead to a name which no pod has. A number leads somewhere whether or not it is declared. */
function portsNobodyHas({ selector, ports }: ServiceState, pods: readonly PodState[]): readonly string[] {
  const chosen = pods.filter((pod) => selector !== null && selects(selector, pod));
  if (chosen.length === 0) return [];
  const names = new Set(
    chosen.flatMap(({ containers }) =>
      containers.flatMap((container) => container.ports.map(({ name, protocol }) => `${protocol} ${name}`)),
    ),
  );
  return ports
    .filter(({ to, protocol }) => typeof to === 'string' && !names.has(`${protocol} ${to}`))
    .map(({ port, to }) => `its port ${port} leads to a port called ${to}, which no pod has`);
}

function inWords({ address, pod, isTerminating }: EndpointState): string {
  return `${address}${pod === null ? '' : ` (${pod})`} is ${isTerminating ? 'on its way out' : 'not ready'}`;
}

function labelsInWords(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
