import { describe, expect, it } from 'vitest';
import {
  countNodes,
  nodeCountInWords,
  nodesAwayLimit,
  tooManyNodesAway,
} from '../../../../../model/kubernetes/nodes/nodes-away.ts';
import { aNodeSeen } from '../../../../support/kubernetes/nodes/node-facts.ts';

const caps = (most: number, percent: number) => ({ nodesAway: { most, percent } });

/** Nodes in three zones; so many of the first zone are not ready. */
function aCluster(nodes: number, notReady: number, cordoned = 0) {
  return countNodes(
    Array.from({ length: nodes }, (_, index) =>
      aNodeSeen({
        name: `node-${index}`,
        zone: ['a', 'b', 'c'][index % 3] ?? 'a',
        ready: index % 3 === 0 && index / 3 < notReady ? 'False' : 'True',
        isCordoned: index % 3 === 1 && (index - 1) / 3 < cordoned,
      }),
    ),
  );
}

describe('how many nodes may be away', () => {
  it.each([
    { most: 5, percent: 10, nodes: 200, limit: 5 },
    { most: 50, percent: 10, nodes: 200, limit: 20 },
    { most: 5, percent: 10, nodes: 19, limit: 1 },
    { most: 5, percent: 10, nodes: 2, limit: 1 },
    { most: 5, percent: 10, nodes: 1, limit: 0 },
    { most: 0, percent: 10, nodes: 200, limit: 0 },
    { most: 5, percent: 0, nodes: 200, limit: 0 },
  ])('is $limit of $nodes at most $most and $percent %', ({ most, percent, nodes, limit }) => {
    expect(nodesAwayLimit(caps(most, percent), nodes)).toBe(limit);
  });
});

describe('a node more', () => {
  it('may be taken away up to the cap, itself counted', () => {
    const count = aCluster(30, 2);

    expect(tooManyNodesAway(count, 'node-1', caps(3, 50))).toBeNull();
    expect(tooManyNodesAway(count, 'node-1', caps(2, 50))).toBe('3 of 30 nodes would be away, 2 may be');
  });

  it('that is away already costs nothing more', () => {
    expect(tooManyNodesAway(aCluster(30, 2), 'node-0', caps(2, 50))).toBeNull();
  });

  it('is one too many where others are cordoned', () => {
    expect(tooManyNodesAway(aCluster(30, 0, 3), 'node-0', caps(3, 50))).not.toBeNull();
  });
});

describe('a zone', () => {
  it('is dead when none of its nodes is ready', () => {
    expect(nodeCountInWords(aCluster(30, 10))).toBe(
      '10 of 30 nodes are not ready, 10 are away; no node is ready in the zone a: look for what they share',
    );
  });

  it('is not dead while one is, nor when it has but one node', () => {
    expect(aCluster(30, 9).deadZones).toEqual([]);
    expect(aCluster(3, 1).deadZones).toEqual([]);
  });
});
