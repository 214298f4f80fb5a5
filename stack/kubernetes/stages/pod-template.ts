/** How one container is, as lines of YAML in a Go template, where `$c` is its specification and `$old` its last status. */
export interface ContainerTemplate {
  readonly ready: boolean;
  readonly started: boolean;
  /** The same as before unless given. */
  readonly restartCount?: string;
  /** Its one state; the other two are taken away. */
  readonly state: string;
  /** The same as before unless given. */
  readonly lastState?: string;
}

/** How a pod is. */
interface PodTemplate {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** Its first container, or the one that an annotation names. */
  readonly container: ContainerTemplate;
  /** All the others. */
  readonly others: ContainerTemplate;
}

/** A container that does what it should. */
export const running: ContainerTemplate = {
  ready: true,
  started: true,
  state: 'running: { startedAt: {{ or (dig "state" "running" "startedAt" "" $old) $now | Quote }} }',
};

/** A container that waits for its pod. */
export const creating: ContainerTemplate = {
  ready: false,
  started: false,
  state: 'waiting: { reason: ContainerCreating }',
};

/** A container that has ended after a while, as its state or its last one. */
export function terminated(exitCode: string, reason: string): string {
  const moments = 'startedAt: {{ $before | Quote }}, finishedAt: {{ $now | Quote }}';
  return `terminated: { exitCode: ${exitCode}, reason: ${reason}, ${moments}, containerID: {{ $id | Quote }} }`;
}

/** What an annotation of the pod says, or something else. */
export function annotated(annotation: string, otherwise: string): string {
  return `(or (index $annotations "nightshift.test/${annotation}") ${otherwise})`;
}

const secondsToLive = 3;

/** The template of a pod's whole status. */
export function podStatus({ phase, container, others }: PodTemplate): string {
  const ready = container.ready ? 'True' : 'False';
  const unready = phase === 'Succeeded' ? 'PodCompleted' : 'ContainersNotReady';
  const why = container.ready
    ? 'reason: null, message: null'
    : `reason: ${unready}, message: {{ printf "containers with unready status: [%s]" $sick | Quote }}`;
  return `{{ $pod := . }}
{{ $now := Now }}
{{ $before := now | dateModify "-${secondsToLive}s" | date "2006-01-02T15:04:05Z07:00" }}
{{ $annotations := or .metadata.annotations dict }}
{{ $sick := ${annotated('container', '(index .spec.containers 0).name')} }}
conditions:
- { type: PodReadyToStartContainers, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Ready, status: "${ready}", ${why}, lastTransitionTime: {{ $now | Quote }} }
- { type: ContainersReady, status: "${ready}", ${why}, lastTransitionTime: {{ $now | Quote }} }
initContainerStatuses:
{{ range .spec.initContainers }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", ready: true, restartCount: 0, started: false, state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $before | Quote }}, finishedAt: {{ $before | Quote }} } } }
{{ end }}
containerStatuses:
{{ range $c := .spec.containers }}
{{ $old := dict }}
{{ range (or $pod.status.containerStatuses list) }}{{ if eq .name $c.name }}{{ $old = . }}{{ end }}{{ end }}
{{ $id := printf "containerd://%s" (sha256sum (print $pod.metadata.uid .name $old.restartCount)) }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
{{ if eq .name $sick }}${containerStatus(container)}{{ else }}${containerStatus(others)}{{ end }}
{{ end }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ or .status.podIP (PodIPWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace) | Quote }}
phase: ${phase}
startTime: {{ or .status.startTime $now | Quote }}
`;
}

function containerStatus({ ready, started, restartCount, state, lastState }: ContainerTemplate): string {
  const [kind = ''] = state.split(':');
  const gone = ['waiting', 'running', 'terminated'].filter((other) => other !== kind).map((other) => `${other}: null`);
  const wasThere = kind !== 'waiting' || lastState !== undefined;
  return `
  imageID: ${wasThere ? '{{ printf "%s@sha256:%s" .image (sha256sum .image) | Quote }}' : '""'}
  containerID: ${wasThere ? '{{ $id | Quote }}' : '""'}
  ready: ${ready}
  started: ${started}
  restartCount: ${restartCount ?? '{{ or $old.restartCount 0 }}'}
  state: { ${[state, ...gone].join(', ')} }
${lastState ? `  lastState: { ${lastState} }` : ''}
`;
}
