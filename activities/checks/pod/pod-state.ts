import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import type { SeenPod } from '../../kubernetes/workloads/subject.ts';

/** Pods that people are told of one by one. */
const mostTold = 5;

/** How the pods of a target are, the sickest first. */
export const podState = checkOfSubject(async ({ pods }, { kind, name }) => {
  const sick = pods.filter(({ trouble }) => trouble !== null);
  const [worst] = sick;
  const count = kind === 'Pod' ? '' : `${sick.length} of ${pods.length} pods sick: `;
  if (pods.length === 0) return { health: 'unknown', summary: `${kind} ${name} has no pods`, facts: { pods: '0' } };
  if (!worst?.trouble)
    return {
      health: 'healthy',
      summary: kind === 'Pod' ? `pod ${name} is well` : `its ${pods.length} pods are well`,
      facts: factsOf(pods, sick),
    };
  const { pod, words } = worst.trouble;
  return {
    health: 'unhealthy',
    summary: `${count}pod ${pod}: ${words}`,
    details: [
      ...sick.slice(0, mostTold).map(({ state, trouble }) => lineOf(state, trouble?.words ?? '')),
      ...rest(sick),
    ],
    facts: factsOf(pods, sick),
  };
});

function factsOf(pods: readonly SeenPod[], sick: readonly SeenPod[]): Readonly<Record<string, string>> {
  const [worst] = sick;
  const { trouble, state } = worst ?? {};
  return {
    pods: `${pods.length}`,
    sick: `${sick.length}`,
    ...(trouble ? { trouble: trouble.kind, pod: trouble.pod } : {}),
    ...(trouble?.container ? { container: trouble.container } : {}),
    ...(state?.node ? { node: state.node } : {}),
    ...(state ? { phase: state.phase, ...(state.owner ? { owner: state.owner.kind } : {}) } : {}),
  };
}

function lineOf({ name, node, phase, createdAt, isReady }: PodState, words: string): string {
  const place = node ? ` on ${node}` : '';
  return `pod ${name}${place}, ${phase}${isReady ? '' : ', not ready'}, made ${createdAt ?? 'at an unknown time'}: ${words}`;
}

function rest(sick: readonly SeenPod[]): readonly string[] {
  return sick.length > mostTold ? [`and ${sick.length - mostTold} more sick pods`] : [];
}
