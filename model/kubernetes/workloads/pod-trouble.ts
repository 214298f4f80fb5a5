import { exitInWords } from './exit-words.ts';
import { obstaclesInWords } from './not-scheduled.ts';
import type { ContainerState, PodState } from './pod-state.ts';
import { imageIn, obstacleOf } from './waiting-reasons.ts';

/** What is wrong with a pod, the gravest first: of several, the first is what people should look at. */
const kinds = [
  'oom-killed',
  'crash-loop',
  'crashed',
  'config-missing',
  'config-wrong',
  'image-name-missing',
  'image-name-invalid',
  'image-forbidden',
  'registry-away',
  'image-unknown',
  'evicted',
  'failed',
  'not-scheduled',
  'not-ready',
  'waits',
] as const;
export type PodTroubleKind = (typeof kinds)[number];

/** What is wrong with one pod. */
export interface PodTrouble {
  readonly kind: PodTroubleKind;
  readonly pod: string;
  /** Null where it is the pod as a whole. */
  readonly container: string | null;
  /** One line for people. */
  readonly words: string;
}

/** What is wrong with a pod, the gravest of it; null where it is well, is going, or has ended well. */
export function troubleOf(pod: PodState): PodTrouble | null {
  if (pod.isLeaving || pod.phase === 'Succeeded') return null;
  const found = [...wholePodTrouble(pod), ...pod.containers.flatMap((container) => containerTrouble(pod, container))];
  const [gravest = null] = found.toSorted((one, other) => gravity(one.kind) - gravity(other.kind));
  if (gravest || pod.isReady) return gravest;
  return notReady(pod);
}

/** How grave a kind of trouble is: the smaller, the graver. */
export function gravity(kind: PodTroubleKind): number {
  return kinds.indexOf(kind);
}

export function isPodTroubleKind(text: string | undefined): text is PodTroubleKind {
  return kinds.some((kind) => kind === text);
}

function wholePodTrouble(pod: PodState): readonly PodTrouble[] {
  const because = pod.message ? `: ${pod.message}` : '';
  if (pod.reason === 'Evicted') return [ofPod(pod, 'evicted', `was evicted from its node${because}`)];
  if (pod.phase === 'Failed')
    return [ofPod(pod, 'failed', `has failed${pod.reason ? `, ${pod.reason}` : ''}${because}`)];
  if (pod.notScheduled === null) return [];
  return [ofPod(pod, 'not-scheduled', `has no node: ${obstaclesInWords(pod.notScheduled)}`)];
}

function containerTrouble(pod: PodState, container: ContainerState): readonly PodTrouble[] {
  const { waiting, ended, restarts, runningSince } = container;
  const ofContainer = (kind: PodTroubleKind, words: string): readonly PodTrouble[] => [
    { kind, pod: pod.name, container: container.name, words: `container ${container.name} ${words}` },
  ];
  const obstacle = waiting && obstacleOf(waiting.reason, waiting.message);
  if (obstacle) {
    const image = imageIn(waiting.message);
    const reason = image === null ? waiting.reason : `${waiting.reason} of ${image}`;
    return ofContainer(obstacle.obstacle, `cannot start: ${obstacle.words} (${reason})`);
  }
  const hasFailed = ended !== null && (ended.exitCode !== 0 || ended.reason === 'OOMKilled');
  const times = `, restarted ${restarts} times`;
  if (waiting?.reason === 'CrashLoopBackOff') {
    const kind = ended?.reason === 'OOMKilled' ? 'oom-killed' : 'crash-loop';
    return ofContainer(kind, `crashes again and again${ended ? `, ${exitInWords(ended)}` : ''}${times}`);
  }
  // One that runs again and is ready has got over it.
  if (hasFailed && runningSince === null)
    return ofContainer(ended.reason === 'OOMKilled' ? 'oom-killed' : 'crashed', `ended, ${exitInWords(ended)}${times}`);
  if (hasFailed && !container.isReady && !container.isInit)
    return ofContainer(
      ended.reason === 'OOMKilled' ? 'oom-killed' : 'crashed',
      `runs again after ${exitInWords(ended)} and is not ready${times}`,
    );
  // What has not begun yet may wait for the others; only reasons of its own are worth a word.
  if (waiting && !['PodInitializing', 'ContainerCreating'].includes(waiting.reason))
    return ofContainer('waits', `waits: ${waiting.reason}${waiting.message ? `, ${waiting.message}` : ''}`);
  return [];
}

function notReady(pod: PodState): PodTrouble {
  const sick = pod.containers.find(({ isReady, isInit, runningSince }) => !isReady && !isInit && runningSince !== null);
  if (sick) {
    const words = `container ${sick.name} runs and is not ready: its readiness probe fails, or has not passed yet`;
    return { kind: 'not-ready', pod: pod.name, container: sick.name, words };
  }
  const waiting = pod.containers.find((container) => container.waiting !== null);
  if (waiting) return { ...ofPod(pod, 'waits', `waits: ${waiting.waiting?.reason}`), container: waiting.name };
  return ofPod(pod, 'not-ready', `is ${pod.phase} and not ready`);
}

function ofPod(pod: PodState, kind: PodTroubleKind, words: string): PodTrouble {
  return { kind, pod: pod.name, container: null, words };
}
