import { isReady } from '../ready.ts';
import { durationInWords } from '../../text/duration.ts';

/** One condition of an object as its API server tells it. */
interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  /** When it became so, as the API server writes it; null where it does not say. */
  readonly since: string | null;
}

/** What rules want to know of a node. */
export interface NodeFacts {
  readonly name: string;
  readonly uid: string;
  readonly zone: string | null;
  readonly conditions: readonly Condition[];
  /** As in `key:effect`. */
  readonly taints: readonly string[];
  readonly isCordoned: boolean;
  /** What Nightshift wrote on it when it cordoned it; null where it did not. */
  readonly mark: string | null;
}

/** When the kubelet of a node was last heard of; null where nothing tells. ISO 8601, UTC. */
export type Heartbeat = string | null;

/** The node controller gives a kubelet about this time, in milliseconds, before it calls the node unreachable. */
const graceMs = 60_000;

/** How a node that is wanted may be: whether it is ready, and who has cordoned it. */
interface NodeJudgement {
  readonly isReady: boolean;
  /** In words, such as `node-1 is NotReady (KubeletNotReady) for 12 minutes; cordoned`. */
  readonly words: string;
}

/** Whether a node takes no pods now: cordoned, or not ready. */
export function isAway(node: NodeFacts): boolean {
  return node.isCordoned || !isReady(node);
}

/** Judges a node by what it says of itself and by when it was heard: a kubelet that died has said "ready" last. */
export function judgeNode(node: NodeFacts, heartbeat: Heartbeat, now: number): NodeJudgement {
  const ready = node.conditions.find(({ type }) => type === 'Ready');
  const silentMs = heartbeat === null ? 0 : now - Date.parse(heartbeat);
  const isSilent = silentMs > graceMs;
  const state = ready?.status === 'True' ? 'Ready' : `NotReady (${ready?.reason || 'the kubelet says nothing'})`;
  const parts = [
    `${node.name} is ${state}${sinceWords(ready?.since ?? null, now)}`,
    ...(isSilent ? [`its kubelet was last heard of ${durationInWords(silentMs)} ago`] : []),
    ...(node.isCordoned ? [node.mark === null ? 'cordoned' : 'cordoned by Nightshift'] : []),
  ];
  return { isReady: isReady(node) && !isSilent, words: parts.join('; ') };
}

/** Conditions of every kubelet. Whatever else a node says of itself comes from a detector of problems that somebody installed. */
const usualConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

/** What a detector of problems says of a node: what is wrong, and whether there is one that could say so. */
export function detectedProblems({ conditions }: Pick<NodeFacts, 'conditions'>): {
  readonly isWatched: boolean;
  readonly problems: readonly Condition[];
} {
  const detected = conditions.filter(({ type }) => !usualConditions.includes(type));
  return { isWatched: detected.length > 0, problems: detected.filter(({ status }) => status === 'True') };
}

/** Which resources of a node run out, as it says itself. */
export function pressuresOf({ conditions }: Pick<NodeFacts, 'conditions'>): readonly Condition[] {
  return conditions.filter(({ type, status }) => type.endsWith('Pressure') && status === 'True');
}

/** How long something has been so, in words that follow it; empty where nobody knows. */
export function sinceWords(since: string | null, now: number): string {
  const ms = since === null ? NaN : now - Date.parse(since);
  return ms >= 0 ? ` for ${durationInWords(ms)}` : '';
}
