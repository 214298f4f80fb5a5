import { describe, expect, it } from 'vitest';
import { shortcomingsOf } from '../../../../../model/kubernetes/workloads/health.ts';
import {
  aContainerState,
  aCrashingContainer,
  aPodState,
  aRollout,
  aTermination,
} from '../../../../support/kubernetes/objects/pod-states.ts';

const now = Date.parse('2026-01-01T00:01:00.000Z');

describe('shortcomingsOf', () => {
  it.each([
    { rollout: aRollout(), pods: [aPodState()] },
    { rollout: null, pods: [aPodState()] },
    { rollout: aRollout({ desired: 0, updated: 0, ready: 0, available: 0 }), pods: [] },
    { rollout: aRollout(), pods: [aPodState(), aPodState({ isLeaving: true, isReady: false })] },
    { rollout: aRollout({ isByHand: true, updated: 0, old: 2 }), pods: [aPodState()] },
    { rollout: aRollout({ heldBack: 1, updated: 1, old: 1 }), pods: [aPodState()] },
    {
      rollout: aRollout(),
      pods: [
        aPodState({
          containers: [
            aContainerState({ restarts: 3, ended: aTermination({ finishedAt: '2025-12-31T23:50:00.000Z' }) }),
          ],
        }),
      ],
    },
  ])('are none where all is as it shall be: %#', ({ rollout, pods }) => {
    expect(shortcomingsOf(rollout, pods, now)).toEqual([]);
  });

  it.each([
    { change: { isSeen: false }, told: 'its controller has not seen its newest specification' },
    { change: { isPaused: true }, told: 'its rollout is paused' },
    { change: { isStuck: true }, told: 'its rollout has made no progress within its deadline' },
    { change: { updated: 1 }, told: '1 of 2 pods are of its newest template' },
    { change: { ready: 1 }, told: '1 of 2 pods are ready' },
    { change: { available: 1 }, told: '1 of 2 pods are available' },
    { change: { old: 1 }, told: '1 pods of older templates are still there' },
    { change: { heldBack: 1, updated: 0, old: 1 }, told: '0 of 1 pods are of its newest template' },
    { change: { heldBack: 1, updated: 1, old: 2 }, told: '1 pods of older templates are still there' },
    { change: { isByHand: true, ready: 1 }, told: '1 of 2 pods are ready' },
    { change: { misplaced: 3 }, told: '3 pods run on nodes where they should not' },
  ])('tell that $told', ({ change, told }) => {
    expect(shortcomingsOf(aRollout(change), [aPodState()], now)).toEqual([told]);
  });

  it('tell of a container that looks well between two crashes', () => {
    const pod = aPodState({ containers: [aContainerState({ restarts: 4, ended: aTermination() })] });

    expect(shortcomingsOf(aRollout(), [pod], now)).toEqual(['pod web-1: container app was restarted 20 s ago']);
  });

  it('tell of a sick pod whatever the counts say', () => {
    const pod = aPodState({ isReady: false, containers: [aCrashingContainer()] });

    expect(shortcomingsOf(aRollout(), [pod], now)).toEqual([expect.stringContaining('crashes again and again')]);
  });
});
