import { judgeFlapping } from '../../../model/kubernetes/nodes/flapping.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { eventsAbout } from '../../kubernetes/events.ts';
import { nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

const changes = new Set(['NodeReady', 'NodeNotReady']);

/** How often a node has become ready and stopped being so within half an hour. */
export const nodeFlapping: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const [node, events] = await Promise.all([nodeOf(object), eventsAbout(object.api, object)]);
    if (!node) return unknown(`there is no node ${object.name}`);
    const since = nodeFacts(node).conditions.find(({ type }) => type === 'Ready')?.since ?? null;
    const told = events
      .filter(({ reason, lastAt }) => changes.has(reason) && lastAt !== null)
      .map(({ lastAt, count }) => ({ at: Date.parse(lastAt ?? ''), count }));
    const { isFlapping, words } = judgeFlapping(told, since === null ? null : Date.parse(since), Date.now());
    return { health: isFlapping ? 'unhealthy' : 'healthy', summary: maskedLine(`${object.name} ${words}`, 300) };
  });
