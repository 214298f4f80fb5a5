import type { Severity } from '../../alert/alert.ts';

const minute = 60 * 1_000;

/** What is known of one alert that is raised from the objects of a cluster themselves. */
interface WatchedAlert {
  readonly severity: Severity;
  /** How long its state has to last, unless operators say otherwise: as long as kube-prometheus waits. */
  readonly forMs: number;
  /** Whether the state comes and goes by its nature: a container in a crash loop runs for a while each time. */
  readonly comesAndGoes: boolean;
}

/** Every alert that is raised without Prometheus, by the name that rules for Prometheus give it. */
export const watchedAlerts = {
  KubeContainerWaiting: { severity: 'warning', forMs: 60 * minute, comesAndGoes: true },
  KubeDeploymentRolloutStuck: { severity: 'warning', forMs: 15 * minute, comesAndGoes: false },
  KubeJobFailed: { severity: 'warning', forMs: 15 * minute, comesAndGoes: false },
  KubeNodeNotReady: { severity: 'warning', forMs: 15 * minute, comesAndGoes: false },
  KubeNodePressure: { severity: 'info', forMs: 10 * minute, comesAndGoes: false },
  KubePodCrashLooping: { severity: 'warning', forMs: 15 * minute, comesAndGoes: true },
  KubePodNotReady: { severity: 'warning', forMs: 15 * minute, comesAndGoes: false },
  KubernetesContainerOomKiller: { severity: 'warning', forMs: minute, comesAndGoes: true },
} as const satisfies Readonly<Record<string, WatchedAlert>>;
export type WatchedAlertName = keyof typeof watchedAlerts;

export const watchedAlertNames = Object.keys(watchedAlerts) as readonly WatchedAlertName[];

/** Whether a text is the name of an alert that is raised so. */
export function isWatchedAlertName(text: string): text is WatchedAlertName {
  return Object.hasOwn(watchedAlerts, text);
}

/** Every kind of object that is watched. */
export const watchedKinds = ['Deployment', 'Job', 'Node', 'Pod'] as const;
export type WatchedKind = (typeof watchedKinds)[number];
