import { pressuresOf, sinceWords } from '../../../model/kubernetes/nodes/node.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { eventLine, eventsAbout } from '../../kubernetes/events.ts';
import { lookAt } from '../../kubernetes/looking.ts';
import { nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

/** Reasons by which a kubelet tells that it has run out of something. */
const tellingReasons = new Set([
  'EvictionThresholdMet',
  'Evicted',
  'FreeDiskSpaceFailed',
  'ImageGCFailed',
  'SystemOOM',
]);
const maxEvents = 5;

/** Which resource of a node runs out, and what its kubelet did about it. */
export const nodePressure: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const { api, name } = object;
    const [node, events] = await Promise.all([nodeOf(object), eventsAbout(api, object)]);
    if (!node) return { health: 'unhealthy', summary: `there is no node ${name}` };
    const pressures = pressuresOf(nodeFacts(node));
    const words = pressures.map(({ type, since }) => `${type}${sinceWords(since, Date.now())}`);
    const telling = events.filter(({ reason }) => tellingReasons.has(reason)).slice(0, maxEvents);
    return {
      health: pressures.length > 0 ? 'unhealthy' : 'healthy',
      summary: maskedLine(words.length > 0 ? `${name} has ${words.join(', ')}` : `${name} is under no pressure`, 300),
      details: telling.map(eventLine),
    };
  });
