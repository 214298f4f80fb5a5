import type { CatalogueEntry, Hold } from './entry.ts';
import { controlPlaneEntries } from './control-plane.ts';
import { hostAlerts } from './hosts.ts';
import { monitoringAlerts } from './monitoring.ts';
import { nodeAlerts } from './nodes.ts';
import { otherAlerts } from './other-rules.ts';
import { resourceAlerts } from './resources.ts';
import { trafficAlerts } from './traffic.ts';
import { workloadAlerts } from './workloads.ts';

/** Alerts that belong together, for people. */
export interface Family {
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

/** Every alert that is known by its name, in families. */
export const families: readonly Family[] = [
  { title: 'Workloads', entries: workloadAlerts },
  { title: 'Requests, quotas and volumes', entries: resourceAlerts },
  { title: 'Traffic', entries: trafficAlerts },
  { title: 'Nodes and kubelets', entries: nodeAlerts },
  { title: 'Control plane', entries: controlPlaneEntries },
  { title: 'Hosts', entries: hostAlerts },
  { title: 'Monitoring', entries: monitoringAlerts },
  { title: 'Other collections', entries: otherAlerts },
];

const byName = new Map(families.flatMap(({ entries }) => entries).map((entry) => [entry.alert, entry]));

/** What is done for an alert about something in a cluster that is not known by its name: people get it with a diagnosis. */
const anyOther = {
  class: 'diagnose',
  runbook: 'kubernetes-alert',
  forMs: 0,
} as const satisfies Partial<CatalogueEntry>;

/** What is done for an alert about something in a cluster. */
export function answerTo(alert: string): Pick<CatalogueEntry, 'class' | 'runbook' | 'forMs'> {
  return byName.get(alert) ?? anyOther;
}

/**
 * The runbook, of those that there are, for alerts about something in a cluster; null where none of them needs an answer, or
 * there is none. The one that only tells people comes last: every other tells them too.
 *
 * @param answering the one that says itself that it answers one of them.
 */
export function runbookInCluster<Name extends string>(
  alerts: readonly string[],
  names: readonly Name[],
  answering: Name | null,
): Name | null {
  const wanted = new Set<string | null>(alerts.map((alert) => answerTo(alert).runbook));
  const found = names.filter((name) => wanted.has(name));
  const known = found.find((name) => name !== anyOther.runbook) ?? answering;
  if (known !== null) return known;
  // Its runbook may be for hosts only: then people are told how the object is.
  const needsAnswer = [...wanted].some((runbook) => runbook !== null);
  return needsAnswer ? (names.find((name) => name === anyOther.runbook) ?? null) : null;
}

/** The alerts that a runbook answers. */
export function alertsAnsweredBy(runbook: string): readonly string[] {
  return [...byName.values()].filter((entry) => entry.runbook === runbook).map(({ alert }) => alert);
}

/** Those of the alerts that a runbook answers for which something may be done, by itself or once people agree. */
export function alertsRepairedBy(runbook: string): readonly string[] {
  return alertsAnsweredBy(runbook).filter((alert) => ['auto', 'approval'].includes(answerTo(alert).class));
}

/** The alerts during which something must wait. */
export function alertsThatHold(hold: Hold): readonly string[] {
  return [...byName.values()].filter(({ holds }) => holds === hold).map(({ alert }) => alert);
}
