import type { V1Pod } from '@kubernetes/client-node';
import type { PodOnNode } from '../../../model/kubernetes/nodes/node-pods.ts';
import { countPods } from '../../../model/kubernetes/nodes/node-pods.ts';
import { isOver } from '../../../model/kubernetes/workloads/pod-state.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt } from '../../kubernetes/looking.ts';
import { hasLocalData } from '../../kubernetes/nodes/local-data.ts';
import { nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';
import { requestsInWords } from '../../kubernetes/nodes/requested.ts';
import { podState } from '../../kubernetes/workloads/pod-states.ts';

const mostPods = 300;

/** What is on a node: how many pods of how many places, what keeps them, and which are sick. It is unhealthy when it is full. */
export const nodePods: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const { api, name } = object;
    const [node, pods] = await Promise.all([
      nodeOf(object),
      api.list('Pod', { namespace: null, fields: `spec.nodeName=${name}`, most: mostPods }),
    ]);
    const places = Number(node?.status?.allocatable?.['pods'] ?? NaN);
    const count = countPods(pods.items.map(podOnNode), Number.isNaN(places) ? null : places, pods.isWhole);
    return {
      health: count.isFull ? 'unhealthy' : 'healthy',
      summary: maskedLine(`${name} has ${count.summary}`, 300),
      details: [...count.details, requestsInWords(pods.items, node?.status?.allocatable ?? {})].map((line) =>
        maskedLine(line, 200),
      ),
      facts: { running: String(count.running) },
    };
  });

function podOnNode(pod: V1Pod): PodOnNode {
  const state = podState(pod);
  const waiting = state.containers.find((container) => container.waiting !== null)?.waiting;
  return {
    namespace: pod.metadata?.namespace ?? '',
    name: state.name,
    controller: state.owner?.kind ?? null,
    hasEnded: isOver(state),
    hasLocalData: hasLocalData(pod),
    isReady: state.isReady,
    reason: waiting?.reason ?? state.reason ?? '',
  };
}
