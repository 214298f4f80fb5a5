import { exitInWords } from '../../../model/kubernetes/workloads/exit-words.ts';
import type { ContainerState } from '../../../model/kubernetes/workloads/pod-state.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';

const mostTold = 5;

/** Which containers have ended or been restarted, how often, and how they ended last. */
export const containerRestarts = checkOfSubject(async ({ pods }) => {
  const ended = pods.flatMap(({ state, trouble }) =>
    state.containers
      .filter((container) => container.restarts > 0 || (container.ended?.exitCode ?? 0) !== 0)
      .map((container) => ({ pod: state.name, container, isSick: trouble?.container === container.name })),
  );
  // What is sick explains more than what was restarted long ago.
  const sorted = ended.toSorted((one, other) => Number(other.isSick) - Number(one.isSick));
  const [first] = sorted;
  if (!first) return { health: 'healthy', summary: 'no container was restarted' };
  const { container } = first;
  return {
    health: sorted.some(({ isSick }) => isSick) ? 'unhealthy' : 'healthy',
    summary: `pod ${first.pod}: ${lineOf(container)}`,
    details: sorted.slice(0, mostTold).map((one) => `pod ${one.pod}: ${lineOf(one.container)}`),
    facts: factsOf(container),
  };
});

function lineOf({ name, restarts, ended }: ContainerState): string {
  const last = ended ? `, last ended ${ended.finishedAt ?? 'at an unknown time'} with ${exitInWords(ended)}` : '';
  const since = ended?.startedAt ? ` after it had started ${ended.startedAt}` : '';
  const message = ended?.message ? `: ${ended.message}` : '';
  return `container ${name} restarted ${restarts} times${last}${since}${message}`;
}

function factsOf({ restarts, ended }: ContainerState): Readonly<Record<string, string>> {
  return {
    restarts: `${restarts}`,
    ...(ended
      ? {
          exit: exitInWords(ended),
          exitCode: `${ended.exitCode}`,
          ...(ended.finishedAt ? { finishedAt: ended.finishedAt } : {}),
          ...(ended.startedAt ? { startedAt: ended.startedAt } : {}),
        }
      : {}),
  };
}
