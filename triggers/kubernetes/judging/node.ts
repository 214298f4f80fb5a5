import type { V1Node, V1NodeCondition } from '@kubernetes/client-node';
import type { ObjectId, Symptom, SymptomKey } from '../symptom.ts';
import { symptom, symptomKey, timeOf } from '../symptom.ts';

const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The key of a node that is not ready, by the node's name: pods tell no more of their node. */
export function nodeNotReady(name: string): SymptomKey {
  return symptomKey('KubeNodeNotReady', nodeId(name));
}

/** The id of a node. */
export function nodeId(name: string): ObjectId {
  return `Node/${name}`;
}

/**
 * What is wrong with a node. One that was cordoned is being taken care of, and raises nothing; but a cordon makes nothing
 * well, and so it ends nothing either.
 */
export function symptomsOfNode({ metadata, spec, status }: V1Node): readonly Symptom[] {
  const name = metadata?.name;
  if (!name || metadata.deletionTimestamp) return [];
  const onlyGoesOn = spec?.unschedulable === true;
  const about = (condition: V1NodeCondition) => ({
    since: timeOf(condition.lastTransitionTime),
    summary: `${condition.type} is ${condition.status} (${condition.reason ?? 'no reason'}): ${condition.message ?? ''}`,
    onlyGoesOn,
  });
  return (status?.conditions ?? []).flatMap((condition) => {
    if (condition.type === 'Ready' && condition.status !== 'True') {
      const labels = { node: name, condition: 'Ready', status: 'true' };
      return [symptom('KubeNodeNotReady', nodeId(name), { labels, ...about(condition) })];
    }
    if (!pressures.includes(condition.type) || condition.status !== 'True') return [];
    const labels = { node: name, condition: condition.type, status: 'true' };
    const explainedBy = [nodeNotReady(name)];
    const part = condition.type;
    return [symptom('KubeNodePressure', nodeId(name), { labels, part, explainedBy, ...about(condition) })];
  });
}
