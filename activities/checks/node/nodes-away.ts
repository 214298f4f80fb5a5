import { nodeCountInWords, nodesAwayLimit, tooManyNodesAway } from '../../../model/kubernetes/nodes/nodes-away.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt } from '../../kubernetes/looking.ts';
import { recentNodeCount } from '../../kubernetes/nodes/looking-at-nodes.ts';

/** How many nodes of the cluster are away, and whether it can spare this one as well. */
export const nodesAway: CheckRunner = (check, deps) =>
  lookAt(check, deps, async ({ api, name, definition }) => {
    const count = await recentNodeCount(api);
    const refusal = tooManyNodesAway(count, name, definition.caps);
    const words = nodeCountInWords(count);
    return {
      health: refusal === null ? 'healthy' : 'unhealthy',
      summary: maskedLine(refusal === null ? words : `${words}; ${refusal}`, 400),
      facts: {
        nodes: String(count.nodes),
        away: String(count.away.length),
        limit: String(nodesAwayLimit(definition.caps, count.nodes)),
      },
    };
  });
