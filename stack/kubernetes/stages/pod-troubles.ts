import type { ContainerTemplate } from './pod-template.ts';
import { annotated, creating, podStatus, running, terminated } from './pod-template.ts';
import { holds, isWanted, stage, suffersFrom } from './stage.ts';

interface PodTrouble {
  readonly phase: 'Pending' | 'Running';
  readonly container: ContainerTemplate;
  readonly others: ContainerTemplate;
  /** Says in jq's language of a container's status that it is so already. */
  readonly isSo: string;
  /** Whether the container ends again after a while. */
  readonly recurs?: true;
  readonly event: { readonly type: 'Warning'; readonly reason: string; readonly message: string };
}

/** What a pod may suffer from, by the value of its annotation. */
const troubles = {
  'crash-loop': crashing(`{{ ${annotated('exit-code', '"1"')} }}`, 'Error'),
  'oom-killed': crashing('137', 'OOMKilled'),
  'oom-restarted': {
    phase: 'Running',
    container: {
      ...running,
      restartCount: '{{ max (or $old.restartCount 0) 1 }}',
      lastState: terminated('137', 'OOMKilled'),
    },
    others: running,
    isSo: '.lastState.terminated.reason == "OOMKilled" and .ready',
    event: warning('OOMKilling', 'Memory cgroup out of memory'),
  },
  unready: {
    phase: 'Running',
    container: { ...running, ready: false },
    others: running,
    isSo: '.state.running != null and (.ready | not)',
    event: warning('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
  },
  'err-image-pull': neverBegun(
    'ErrImagePull',
    '{{ printf "failed to pull and unpack image \\"%s\\": failed to resolve reference: not found" .image | Quote }}',
    warning('Failed', 'Error: ErrImagePull'),
  ),
  'image-pull-back-off': neverBegun(
    'ImagePullBackOff',
    '{{ printf "Back-off pulling image \\"%s\\": ErrImagePull: failed to pull and unpack image: not found" .image | Quote }}',
    warning('Failed', 'Error: ImagePullBackOff'),
  ),
  'config-error': neverBegun(
    'CreateContainerConfigError',
    `{{ printf "configmap \\"%s\\" not found" ${annotated('missing', '"settings"')} | Quote }}`,
    warning('Failed', 'Error: CreateContainerConfigError'),
  ),
  'volume-missing': neverBegun(
    'ContainerCreating',
    'null',
    warning('FailedMount', 'MountVolume.SetUp failed for volume "data": timed out waiting for the condition'),
  ),
} satisfies Readonly<Record<string, PodTrouble>>;

/** What a pod may suffer from: troubles of its containers, and how the pod of a Job fares or one that is deleted. */
export type PodTroubleName = keyof typeof troubles | 'fails' | 'hangs' | 'never-ends';

/** The names of the troubles that keep a pod from being what it would be by itself. */
export const podTroubles: readonly string[] = Object.keys(troubles);

/** How pods fall sick. */
export const podTroubleStages: readonly object[] = Object.entries<PodTrouble>(troubles).flatMap(
  ([name, { phase, container, others, isSo, recurs, event }]) => {
    const sick = { kind: 'Pod', status: podStatus({ phase, container, others }), event } as const;
    const isSick = `any(.status.containerStatuses[]?; ${isSo})`;
    const when = [suffersFrom(name), isWanted];
    return [
      stage({ ...sick, name: `pod-${name}`, when: [...when, holds(`${isSick} | not`)] }),
      ...(recurs
        ? [
            stage({
              ...sick,
              name: `pod-${name}-again`,
              when: [...when, holds(isSick)],
              delay: { ms: 20_000, annotation: 'nightshift.test/restart-every' },
            }),
          ]
        : []),
    ];
  },
);

/** A container that ends again and again; a new one has done so several times before anybody looked. */
function crashing(exitCode: string, reason: string): PodTrouble {
  const message =
    '{{ printf "back-off 40s restarting failed container=%s pod=%s_%s(%s)" .name $pod.metadata.name $pod.metadata.namespace $pod.metadata.uid | Quote }}';
  return {
    phase: 'Running',
    container: {
      ready: false,
      started: false,
      restartCount: `{{ max (add (or $old.restartCount 0) 1) (atoi ${annotated('restarts', '"5"')}) }}`,
      state: `waiting: { reason: CrashLoopBackOff, message: ${message} }`,
      lastState: terminated(exitCode, reason),
    },
    others: running,
    isSo: `.state.waiting.reason == "CrashLoopBackOff" and .lastState.terminated.reason == "${reason}"`,
    recurs: true,
    event: warning('BackOff', 'Back-off restarting failed container'),
  };
}

/** A container that waits, and why. */
function neverBegun(reason: string, message: string, event: PodTrouble['event']): PodTrouble {
  return {
    phase: 'Pending',
    container: { ready: false, started: false, state: `waiting: { reason: ${reason}, message: ${message} }` },
    others: reason === 'ContainerCreating' ? creating : running,
    isSo: `.state.waiting.reason == "${reason}"`,
    event,
  };
}

function warning(reason: string, message: string): PodTrouble['event'] {
  return { type: 'Warning', reason, message };
}
