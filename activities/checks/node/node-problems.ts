import { detectedProblems } from '../../../model/kubernetes/nodes/node.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

/**
 * What a detector of problems, such as node-problem-detector, has written on a node of its hardware and kernel. Where none
 * is installed nobody can tell: a node with a broken disk is Ready all the same.
 */
export const nodeProblems: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const node = await nodeOf(object);
    const { isWatched, problems } = detectedProblems(node ? nodeFacts(node) : { conditions: [] });
    if (!isWatched) return unknown(`nothing on ${object.name} says how its hardware is`);
    if (problems.length === 0) return { health: 'healthy', summary: `no problem is detected on ${object.name}` };
    const words = problems.map(({ type, reason }) => `${type} (${reason})`).join(', ');
    return { health: 'unhealthy', summary: maskedLine(`detected on ${object.name}: ${words}`, 300) };
  });
