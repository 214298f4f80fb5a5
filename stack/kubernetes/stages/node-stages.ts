import { holds, isSparedFrom, stage, suffersFrom } from './stage.ts';

interface NodeCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

const healthy: readonly NodeCondition[] = [
  condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
  condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
  condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
  condition('NetworkUnavailable', 'False', 'RouteCreated', 'RouteController created a route'),
  condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
];

/** What a node may suffer from, and what it then says of itself in place of being healthy. */
const troubles = {
  'not-ready': [condition('Ready', 'False', 'KubeletNotReady', 'container runtime is down, PLEG is not healthy')],
  // The node controller would write this of one that says nothing, after a minute in which tests would wait.
  unreachable: healthy
    .filter(({ type }) => type !== 'NetworkUnavailable')
    .map(({ type }) => condition(type, 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.')),
  'memory-pressure': [
    condition('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'),
  ],
  'disk-pressure': [condition('DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure')],
  'pid-pressure': [
    condition('PIDPressure', 'True', 'KubeletHasInsufficientPID', 'kubelet has insufficient PID available'),
  ],
  'network-unavailable': [
    condition('NetworkUnavailable', 'True', 'NoRouteCreated', 'RouteController failed to create a route'),
  ],
} satisfies Readonly<Record<string, readonly NodeCondition[]>>;

/** What a node may suffer from. */
export type NodeTroubleName = keyof typeof troubles;

const machine = `
addresses:
- address: {{ NodeIP | Quote }}
  type: InternalIP
- address: {{ .metadata.name | Quote }}
  type: Hostname
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
{{ $defaults := dict "cpu" "4" "memory" "16Gi" "pods" "110" "ephemeral-storage" "100Gi" }}
allocatable: {{ toJson (or .status.allocatable $defaults) }}
capacity: {{ toJson (or .status.capacity .status.allocatable $defaults) }}
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: containerd://2.1.4
  kernelVersion: 6.1.0
  kubeProxyVersion: ""
  kubeletVersion: v1.34.4
  machineID: ""
  operatingSystem: linux
  osImage: Debian GNU/Linux 12 (bookworm)
  systemUUID: ""
phase: Running
`;

/** How nodes come into being, fall sick and recover. */
export const nodeStages: readonly object[] = [
  stage({
    name: 'node-healthy',
    kind: 'Node',
    when: [isSparedFrom(...Object.keys(troubles)), holds(differsFrom(healthy))],
    status: `${conditionsOf(healthy)}${machine}`,
  }),
  ...(Object.keys(troubles) as NodeTroubleName[]).map((name) => {
    const conditions = conditionsIn(name);
    return stage({
      name: `node-${name}`,
      kind: 'Node',
      when: [suffersFrom(name), holds(differsFrom(conditions))],
      status: `${conditionsOf(conditions)}${machine}`,
    });
  }),
];

/** Everything that a node says of itself that suffers from something; `undefined` for one that is well. */
export function conditionsIn(trouble: NodeTroubleName | undefined): readonly NodeCondition[] {
  const sick: readonly NodeCondition[] = trouble ? troubles[trouble] : [];
  const types = new Set(sick.map(({ type }) => type));
  return [...healthy.filter(({ type }) => !types.has(type)), ...sick];
}

function condition(type: string, status: NodeCondition['status'], reason: string, message: string): NodeCondition {
  return { type, status, reason, message };
}

/** Says in jq's language whether a node's conditions are others than these. */
function differsFrom(conditions: readonly NodeCondition[]): string {
  const wanted = Object.fromEntries(conditions.map(({ type, status }) => [type, status]));
  return `([.status.conditions[]? | {(.type): .status}] | add) != ${JSON.stringify(wanted)}`;
}

function conditionsOf(conditions: readonly NodeCondition[]): string {
  const lines = conditions.map(
    ({ type, status, reason, message }) => `- type: ${type}
  status: "${status}"
  reason: ${reason}
  message: ${message}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}`,
  );
  return `{{ $now := Now }}\nconditions:\n${lines.join('\n')}`;
}
