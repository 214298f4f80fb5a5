import { timeOf } from '../../../model/kubernetes/api-time.ts';
import { judgeNode } from '../../../model/kubernetes/nodes/node.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt } from '../../kubernetes/looking.ts';
import { heartbeatOf, nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

/** Whether a node is ready, and its kubelet still says so. A cordon changes nothing of that. */
export const nodeState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const [node, heartbeat] = await Promise.all([nodeOf(object), heartbeatOf(object.api, object.name)]);
    if (!node) return { health: 'unhealthy', summary: `there is no node ${object.name}`, facts: { exists: 'no' } };
    const facts = nodeFacts(node);
    const { isReady, words } = judgeNode(facts, heartbeat, Date.now());
    const { kubeletVersion = 'unknown', kernelVersion = 'unknown' } = node.status?.nodeInfo ?? {};
    return {
      health: isReady ? 'healthy' : 'unhealthy',
      summary: maskedLine(words, 400),
      details: [
        `kubelet ${kubeletVersion}, kernel ${kernelVersion}, zone ${facts.zone ?? 'unknown'}, since ${timeOf(node.metadata?.creationTimestamp) ?? 'nobody knows when'}`,
        ...(facts.taints.length > 0 ? [`taints: ${facts.taints.join(', ')}`] : []),
        ...facts.conditions.map(
          ({ type, status, reason, since }) => `${type}: ${status} (${reason}) since ${since ?? 'nobody knows when'}`,
        ),
      ]
        .slice(0, maxDetails)
        .map((line) => maskedLine(line, 200)),
      facts: {
        exists: 'yes',
        uid: facts.uid,
        ready: isReady ? 'yes' : 'no',
        cordoned: facts.isCordoned ? (facts.mark === null ? 'by somebody else' : 'by Nightshift') : 'no',
      },
    };
  });

const maxDetails = 12;
