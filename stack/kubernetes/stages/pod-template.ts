/** How one container is, as lines of YAML in a Go template, where `$c` is its specification and `$old` its last status. */
interface ContainerTemplate {
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount?: string;
  /** Its one state; the other two are taken away. */
  readonly state: string;
  readonly lastState?: string;
}

/** How a pod is whose first container, or the one that an annotation names, is like this, and whose others run. */
interface PodTemplate {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly container: ContainerTemplate;
}

/** The annotation by which a pod says which of its containers suffers. */
const containerAnnotation = 'nightshift.test/container';

const sameCount = '{{ or $old.restartCount 0 }}';

const running: ContainerTemplate = {
  ready: true,
  started: true,
  state: 'running: { startedAt: {{ or (dig "state" "running" "startedAt" "" $old) $now | Quote }} }',
};

/** A pod that does what it should. */
export const healthyPod: PodTemplate = { phase: 'Running', container: running };

/** The template of a pod's whole status. */
export function podStatus({ phase, container }: PodTemplate): string {
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const others = isOver ? container : running;
  const ready = container.ready ? 'True' : 'False';
  const unready = isOver && phase === 'Succeeded' ? 'PodCompleted' : 'ContainersNotReady';
  const why = container.ready
    ? `reason: null
  message: null`
    : `reason: ${unready}
  message: {{ printf "containers with unready status: [%s]" $sick | Quote }}`;
  return `{{ $now := Now }}
{{ $pod := . }}
{{ $annotations := or .metadata.annotations dict }}
{{ $sick := or (index $annotations "${containerAnnotation}") (index .spec.containers 0).name }}
conditions:
- { type: PodReadyToStartContainers, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
- type: Ready
  status: "${ready}"
  ${why}
  lastTransitionTime: {{ $now | Quote }}
- type: ContainersReady
  status: "${ready}"
  ${why}
  lastTransitionTime: {{ $now | Quote }}
containerStatuses:
{{ range $c := .spec.containers }}
{{ $old := dict }}
{{ range (or $pod.status.containerStatuses list) }}{{ if eq .name $c.name }}{{ $old = . }}{{ end }}{{ end }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ printf "%s@sha256:%s" .image (sha256sum .image) | Quote }}
  containerID: {{ printf "containerd://%s" (sha256sum (print $pod.metadata.uid .name)) | Quote }}
{{ if eq .name $sick }}${containerStatus(container)}{{ else }}${containerStatus(others)}{{ end }}
{{ end }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ or .status.podIP (PodIPWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace) | Quote }}
phase: ${phase}
startTime: {{ or .status.startTime $now | Quote }}
`;
}

function containerStatus(container: ContainerTemplate): string {
  const [kind] = container.state.split(':');
  const gone = ['waiting', 'running', 'terminated'].filter((other) => other !== kind).map((other) => `${other}: null`);
  return `
  ready: ${container.ready}
  started: ${container.started}
  restartCount: ${container.restartCount ?? sameCount}
  state: { ${[container.state, ...gone].join(', ')} }
${container.lastState ? `  lastState: { ${container.lastState} }` : ''}
`;
}
