import type { ClusterCaps } from '../cluster.ts';
import type { NodeFacts } from './node.ts';
import { isReady } from '../ready.ts';
import { isAway } from './node.ts';

/** How many nodes of a cluster take no pods now. */
export interface NodeCount {
  readonly nodes: number;
  /** Cordoned or not ready. */
  readonly away: readonly string[];
  readonly notReady: number;
  /** Zones in which no node is ready, of those with more than one node. */
  readonly deadZones: readonly string[];
}

/** Counts the nodes of a cluster. */
export function countNodes(nodes: readonly NodeFacts[]): NodeCount {
  const zones = Map.groupBy(nodes, ({ zone }) => zone);
  return {
    nodes: nodes.length,
    away: nodes.filter(isAway).map(({ name }) => name),
    notReady: nodes.filter((node) => !isReady(node)).length,
    deadZones: [...zones]
      .filter(([zone, members]) => zone !== null && members.length > 1 && !members.some(isReady))
      .map(([zone]) => zone ?? ''),
  };
}

/** How many nodes of so many may be away. More than one node may lose one, or nothing could ever be done; 0 means nothing. */
export function nodesAwayLimit(
  { nodesAway: { most, percent } }: Pick<ClusterCaps, 'nodesAway'>,
  nodes: number,
): number {
  const share = Math.floor((percent * nodes) / 100 + 1e-9);
  return Math.min(most, nodes > 1 && percent > 0 ? Math.max(1, share) : share);
}

/** Why a node may not be taken away beside those that are; null where it may. The node itself is counted as away. */
export function tooManyNodesAway(
  { nodes, away }: NodeCount,
  node: string,
  caps: Pick<ClusterCaps, 'nodesAway'>,
): string | null {
  const would = new Set([...away, node]).size;
  const limit = nodesAwayLimit(caps, nodes);
  return would <= limit ? null : `${would} of ${nodes} nodes would be away, ${limit} may be`;
}

/** The same in words for people. */
export function nodeCountInWords({ nodes, away, notReady, deadZones }: NodeCount): string {
  const zones = deadZones.length > 0 ? [`no node is ready in ${zoneWords(deadZones)}: look for what they share`] : [];
  return [`${notReady} of ${nodes} nodes are not ready, ${away.length} are away`, ...zones].join('; ');
}

const maxZones = 5;

function zoneWords(zones: readonly string[]): string {
  const more = zones.length > maxZones ? ` and ${zones.length - maxZones} more` : '';
  return `the zone ${zones.slice(0, maxZones).join(', ')}${more}`;
}
