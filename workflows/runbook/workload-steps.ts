import { objectOf, objectTarget } from '../../model/kubernetes/object.ts';
import type { WorkloadConclusion } from '../../model/kubernetes/workloads/conclusion.ts';
import { concludeOn } from '../../model/kubernetes/workloads/conclusion.ts';
import type { CheckName } from '../../model/names.ts';
import type { CheckResult } from '../../model/remediation/check.ts';
import type { Diagnosis } from '../../model/remediation/diagnosis.ts';
import type { Target } from '../../model/target.ts';
import { namedBy } from './objects.ts';
import type { NoPlan, Trouble } from './runbook.ts';
import { runChecks } from './steps.ts';

/** What is asked about a workload. */
export const workloadQuestions = [
  'workload-health',
  'pod-state',
  'container-restarts',
  'container-logs',
  'rollout-history',
  'object-events',
  'scheduling',
  'container-probes',
  'disruption-budgets',
  'sick-neighbours',
  'object-description',
] as const satisfies readonly CheckName[];

/** What was found out about a workload. */
export interface WorkloadDiagnosis extends Diagnosis {
  readonly found: WorkloadConclusion;
}

/** Asks everything about a workload at the same time, and draws the conclusion. */
export async function diagnoseWorkload({ target }: Pick<Trouble, 'target'>): Promise<WorkloadDiagnosis> {
  const checks = await runChecks(workloadQuestions.map((check) => ({ check, target })));
  const found = concludeOn(checks);
  const { conclusion, details, logs } = found;
  return { conclusion, details, checks, logs, found };
}

/** Why nothing is planned whatever a runbook may do; null where it may go on. */
export function nothingToDo({ checks, conclusion }: Diagnosis): NoPlan | null {
  const [health, state] = [answerTo('workload-health', checks), answerTo('pod-state', checks)];
  if (health?.health === 'healthy' && state?.health !== 'unhealthy')
    return { noPlan: 'already-healthy', because: health.summary };
  if (health?.health !== 'unhealthy')
    return { noPlan: 'no-plan', because: `nobody can tell how it is: ${health?.summary ?? conclusion}` };
  return null;
}

/** The answer to one question. */
export function answerTo(name: CheckName, checks: readonly CheckResult[]): CheckResult | undefined {
  return checks.find(({ check }) => check === name);
}

/**
 * The pod that alerts name, in the cluster and the namespace of the target; null where they name none, several, or one
 * that cannot be there.
 */
export function podOfAlerts({ target, alerts }: Pick<Trouble, 'target' | 'alerts'>): Target | null {
  const object = objectOf(target);
  if (!object || object.namespace === null) return null;
  const there = alerts.filter(({ labels }) => labels['namespace'] === object.namespace);
  const name = namedBy(there, 'pod');
  return name === null ? null : objectTarget({ ...object, kind: 'Pod', name });
}
