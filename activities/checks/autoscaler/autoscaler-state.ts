import type { V2HorizontalPodAutoscaler } from '@kubernetes/client-node';
import type { AutoscalerFindings } from '../../../model/kubernetes/capacity/autoscaler.ts';
import {
  autoscalerFacts,
  autoscalerHealth,
  describeAutoscaler,
} from '../../../model/kubernetes/capacity/autoscaler.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { memoryKillOf } from '../../kubernetes/capacity/container-memory.ts';
import { isUnschedulable } from '../../kubernetes/capacity/shortage.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAtWorkload } from '../../kubernetes/capacity/rolled-out.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

const mostLines = 10;
/** What the controller goes by where an autoscaler does not say it. */
const usualWindowSeconds = 300;

/** Whether an autoscaler has what it asks for and could ask for more, and what more would come to. */
export const autoscalerState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind !== 'HorizontalPodAutoscaler') return unknown(`a ${found.kind} is no autoscaler`);
    const autoscaler = await found.api.get('HorizontalPodAutoscaler', nameOf(found));
    if (!autoscaler) return unknown('there is no such autoscaler');
    const findings = await findingsOf(found, autoscaler);
    return {
      health: autoscalerHealth(findings),
      summary: maskedLine(describeAutoscaler(findings), 300),
      details: linesOf(autoscaler),
      facts: autoscalerFacts(findings),
    };
  });

async function findingsOf(
  found: FoundObject,
  { spec, status }: V2HorizontalPodAutoscaler,
): Promise<AutoscalerFindings> {
  const { kind, name } = spec?.scaleTargetRef ?? { kind: '', name: '' };
  const seen = await lookAtWorkload({ ...found, kind, name });
  const { workload, pods } = typeof seen === 'string' ? { workload: null, pods: [] } : seen;
  const serving = workload?.status && 'availableReplicas' in workload.status ? workload.status.availableReplicas : 0;
  const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
  const limited = condition('ScalingLimited');
  const wantsMore = limited?.status === 'True' && limited.reason === 'TooManyReplicas';
  const failing = ['AbleToScale', 'ScalingActive'].map(condition).find((one) => one?.status === 'False');
  const kinds = spec?.metrics?.map((metric) => (metric.resource ?? metric.containerResource)?.name) ?? [];
  return {
    least: spec?.minReplicas ?? 1,
    max: spec?.maxReplicas ?? 0,
    current: status?.currentReplicas ?? 0,
    desired: status?.desiredReplicas ?? 0,
    available: workload ? (serving ?? 0) : null,
    wantsMore,
    limitedForMs:
      wantsMore && limited?.lastTransitionTime ? Date.now() - new Date(limited.lastTransitionTime).getTime() : null,
    trouble: failing ? maskedLine(`${failing.reason ?? failing.type}: ${failing.message ?? ''}`, 200) : null,
    unschedulable: pods.filter(isUnschedulable).length,
    killedForMemory: pods.filter((pod) => pod.status?.containerStatuses?.some(memoryKillOf)).length,
    byMemoryAlone: kinds.length > 0 && kinds.every((one) => one === 'memory'),
    settlesMs: (spec?.behavior?.scaleDown?.stabilizationWindowSeconds ?? usualWindowSeconds) * 1_000,
    most: found.definition.caps.autoscalerMost,
  };
}

/** What it says of itself, and what it measures. */
function linesOf({ spec, status }: V2HorizontalPodAutoscaler): readonly string[] {
  const conditions = (status?.conditions ?? []).map(
    ({ type, status: is, reason, message }) => `${type} ${is}: ${reason ?? ''} ${message ?? ''}`,
  );
  const wanted = (spec?.metrics ?? []).map(({ type, resource, containerResource }) => {
    const of = resource ?? containerResource;
    const measured = status?.currentMetrics?.find((one) => (one.resource ?? one.containerResource)?.name === of?.name);
    const now = (measured?.resource ?? measured?.containerResource)?.current;
    const { averageUtilization, averageValue, value } = of?.target ?? {};
    const goal = averageUtilization === undefined ? (averageValue ?? value ?? 'unknown') : `${averageUtilization} %`;
    const is =
      now?.averageUtilization === undefined ? (now?.averageValue ?? 'not measured') : `${now.averageUtilization} %`;
    return `${of?.name ?? type}: ${is}, of a goal of ${goal}`;
  });
  return [...conditions, ...wanted].slice(0, mostLines).map((line) => maskedLine(line, 200));
}
