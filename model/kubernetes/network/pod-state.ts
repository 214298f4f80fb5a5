/** What is known of one container of a pod, native sidecars among them. */
export interface ContainerState {
  readonly name: string;
  readonly image: string;
  readonly isReady: boolean;
  readonly restarts: number;
  /** Why it does not run, such as `CrashLoopBackOff`; null while it does. */
  readonly waits: string | null;
  readonly ports: readonly { readonly name: string | null; readonly port: number; readonly protocol: string }[];
}

/** What rules about traffic need of a pod. */
export interface PodState {
  readonly name: string;
  readonly uid: string;
  readonly ip: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isReady: boolean;
  /** Somebody has deleted it, and it is on its way out. */
  readonly isLeaving: boolean;
  /** It has ended for good. */
  readonly isOver: boolean;
  readonly containers: readonly ContainerState[];
}

/** Whether a pod could serve somebody by now or soon. */
export function isThere({ isLeaving, isOver }: PodState): boolean {
  return !isLeaving && !isOver;
}

/** Whether one of its containers is started again and again: deleting it would only reset that. */
export function isCrashLooping({ containers }: PodState): boolean {
  return containers.some(({ waits }) => waits === 'CrashLoopBackOff');
}

/** A pod in a few words. */
export function podInWords(pod: PodState): string {
  const waiting = pod.containers.flatMap(({ waits }) => waits ?? []);
  const restarts = pod.containers.reduce((sum, container) => sum + container.restarts, 0);
  const state = pod.isOver ? 'ended' : pod.isLeaving ? 'being deleted' : pod.isReady ? 'ready' : 'not ready';
  const more = [...new Set(waiting), ...(restarts > 0 ? [`${restarts} restarts`] : [])];
  return [`${pod.name} ${state}`, ...more].join(', ');
}

/** Whether a selector of labels finds a pod; an empty one finds nothing. */
export function selects(selector: Readonly<Record<string, string>>, { labels }: Pick<PodState, 'labels'>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
