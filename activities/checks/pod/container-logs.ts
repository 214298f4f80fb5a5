import type { ContainerState } from '../../../model/kubernetes/workloads/pod-state.ts';
import { beginList, endList } from '../../evidence-list.ts';
import { lastWordsOf } from '../../kubernetes/workloads/last-words.ts';
import type { LastWords } from '../../kubernetes/workloads/last-words.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';

const maxBytes = 64 * 1024;

/** What the sick container of a target says now, and what it said before its last restart. */
export const containerLogs = checkOfSubject(async ({ namespace, pods }, { api, cluster }, { evidence }) => {
  const sick = pods.find(({ trouble, state }) => trouble !== null && state.node !== null);
  const name = sick?.trouble?.container ?? sick?.state.containers.find(hasBegun)?.name;
  if (!sick || name === undefined)
    return { health: 'unknown', summary: 'no container that could have said something is sick' };
  const pod = { namespace, name: sick.state.name };
  const hasEnded = sick.state.containers.some((one) => one.name === name && one.restarts > 0);
  const [current, previous] = await Promise.all(
    [false, true].map(async (before) => {
      if (before && !hasEnded) return null;
      const log = await api.readLog(pod, { container: name, previous: before, maxBytes });
      return log === null ? null : lastWordsOf(log);
    }),
  );
  const kept = { cluster, namespace, pod: pod.name, container: name, previous: previous?.text, current: current?.text };
  const words = previous ?? current;
  if (!words) return { health: 'unknown', summary: `container ${name} of pod ${pod.name} has said nothing` };
  const list = await beginList(evidence, { kind: 'container logs', ...kept }, 'not kept');
  const where = 'result' in list ? list.summary : await endList(list, {}, 'whole logs');
  return {
    health: words.telling ? 'unhealthy' : 'unknown',
    summary: `container ${name} of pod ${pod.name} ${previous ? 'said before its restart' : 'says'}: ${words.telling ?? words.lines.at(-1)}`,
    details: [where, ...linesOf(previous, `${name} before its last restart`), ...linesOf(current, `${name} now`)],
    facts: { lastLine: words.telling ?? words.lines.at(-1) ?? '' },
  };
});

function linesOf(words: LastWords | null | undefined, who: string): readonly string[] {
  return (words?.lines ?? []).map((line) => `log of ${who}: ${line}`);
}

function hasBegun({ isInit, runningSince, ended }: ContainerState): boolean {
  return !isInit && (runningSince !== null || ended !== null);
}
