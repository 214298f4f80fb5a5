/** Why no node takes a pod, in the scheduler's own terms. */
type SchedulingObstacle = 'resources' | 'taints' | 'affinity' | 'volume' | 'node-selector' | 'too-many-pods' | 'other';

/** What stands in the scheduler's message for each of its reasons. The first that matches counts. */
const signs: readonly (readonly [pattern: RegExp, obstacle: SchedulingObstacle])[] = [
  [/insufficient/i, 'resources'],
  [/too many pods/i, 'too-many-pods'],
  [/untolerated taint|had taint/i, 'taints'],
  [/volume|persistentvolumeclaim|storageclass/i, 'volume'],
  [/node selector|didn't match Pod's node affinity/i, 'node-selector'],
  [/affinity|topology spread/i, 'affinity'],
];

const words: Readonly<Record<SchedulingObstacle, string>> = {
  resources: 'no node has the resources that it asks for',
  taints: 'nodes have taints that it does not tolerate',
  affinity: 'its affinity or its spread over nodes leaves no node',
  volume: 'a volume that it needs is not there, or on the wrong nodes',
  'node-selector': 'no node has the labels that it asks for',
  'too-many-pods': 'the nodes have as many pods as they may',
  other: 'no node takes it',
};

/** Why a pod is not scheduled: the obstacles of most nodes first. */
export function obstaclesOf(message: string): readonly SchedulingObstacle[] {
  const counts = new Map<SchedulingObstacle, number>();
  const reasons = (message.split(/nodes are available:/i)[1] ?? message).split(/preemption:/i)[0] ?? '';
  for (const part of reasons.split(/[,.;]\s/)) {
    const obstacle = signs.find(([pattern]) => pattern.test(part))?.[1];
    // A reason without a count of nodes holds for all of them.
    const nodes = Number(/^\s*(\d{1,6}) /.exec(part)?.[1] ?? Number.MAX_SAFE_INTEGER);
    if (obstacle) counts.set(obstacle, Math.max(nodes, counts.get(obstacle) ?? 0));
  }
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one).map(([obstacle]) => obstacle);
  return sorted.length > 0 ? sorted : ['other'];
}

/** The same in words. */
export function obstaclesInWords(message: string): string {
  return obstaclesOf(message)
    .map((obstacle) => words[obstacle])
    .join('; ');
}
