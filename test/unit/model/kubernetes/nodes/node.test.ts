import { describe, expect, it } from 'vitest';
import { detectedProblems, judgeNode, pressuresOf } from '../../../../../model/kubernetes/nodes/node.ts';
import { aNodeSeen, noon } from '../../../../support/kubernetes/nodes/node-facts.ts';

const now = Date.parse(noon) + 12 * 60_000;
const fresh = new Date(now - 5_000).toISOString();

describe('a node', () => {
  it.each([
    { name: 'that is ready and heard of', node: aNodeSeen(), heartbeat: fresh, isReady: true },
    { name: 'without a lease', node: aNodeSeen(), heartbeat: null, isReady: true },
    { name: 'that is cordoned', node: aNodeSeen({ isCordoned: true }), heartbeat: fresh, isReady: true },
    { name: 'whose kubelet is silent', node: aNodeSeen(), heartbeat: noon, isReady: false },
    { name: 'that is not ready', node: aNodeSeen({ ready: 'False' }), heartbeat: fresh, isReady: false },
    { name: 'that does not answer', node: aNodeSeen({ ready: 'Unknown' }), heartbeat: noon, isReady: false },
    { name: 'that says nothing', node: aNodeSeen({ name: 'new' }), heartbeat: fresh, isReady: false, silent: true },
  ])('$name is taken for ready: $isReady', ({ node, heartbeat, isReady, silent = false }) => {
    const judged = judgeNode(silent ? { ...node, conditions: [] } : node, heartbeat, now);

    expect(judged.isReady).toBe(isReady);
  });

  it('tells how it is in one line: since when, when it was heard of, and who has cordoned it', () => {
    const node = aNodeSeen({ ready: 'Unknown', isCordoned: true, mark: noon });

    expect(judgeNode(node, noon, now).words).toBe(
      'node-1 is NotReady (KubeletNotReady) for 12 min; its kubelet was last heard of 12 min ago; cordoned by Nightshift',
    );
  });

  it('is under pressure where it says so', () => {
    const node = aNodeSeen({ also: { MemoryPressure: 'True', DiskPressure: 'False', PIDPressure: 'Unknown' } });

    expect(pressuresOf(node).map(({ type }) => type)).toEqual(['MemoryPressure']);
  });
});

describe('problems of a node', () => {
  it('are known only where something watches for them', () => {
    expect(detectedProblems(aNodeSeen({ also: { DiskPressure: 'True' } }))).toEqual({ isWatched: false, problems: [] });
  });

  it('are those that a detector has found', () => {
    const { isWatched, problems } = detectedProblems(
      aNodeSeen({ also: { KernelDeadlock: 'False', ReadonlyFilesystem: 'True' } }),
    );

    expect(isWatched).toBe(true);
    expect(problems.map(({ type }) => type)).toEqual(['ReadonlyFilesystem']);
  });
});
