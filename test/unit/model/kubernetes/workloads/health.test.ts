import { describe, expect, it } from 'vitest';
import type { RolloutState } from '../../../../../model/kubernetes/workloads/health.ts';
import { rolloutPhase, shortcomingsOf } from '../../../../../model/kubernetes/workloads/health.ts';
import {
  aContainerState,
  aCrashingContainer,
  aPodState,
  aTermination,
} from '../../../../support/kubernetes/pod-states.ts';

const now = Date.parse('2026-01-01T00:01:00.000Z');

function aRollout(overrides: Partial<RolloutState> = {}): RolloutState {
  return {
    desired: 2,
    updated: 2,
    ready: 2,
    available: 2,
    old: 0,
    isSeen: true,
    isPaused: false,
    isStuck: false,
    misplaced: 0,
    ...overrides,
  };
}

describe('shortcomingsOf', () => {
  it.each([
    { rollout: aRollout(), pods: [aPodState()] },
    { rollout: null, pods: [aPodState()] },
    { rollout: aRollout({ desired: 0, updated: 0, ready: 0, available: 0 }), pods: [] },
    { rollout: aRollout(), pods: [aPodState(), aPodState({ isGoing: true, isReady: false })] },
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

describe('rolloutPhase', () => {
  it.each([
    { change: {}, phase: 'settled' },
    { change: { ready: 0, available: 0 }, phase: 'settled' },
    { change: { isPaused: true }, phase: 'paused' },
    { change: { isSeen: false }, phase: 'under way' },
    { change: { updated: 1 }, phase: 'under way' },
    { change: { old: 1 }, phase: 'under way' },
  ] as const)('is $phase for $change', ({ change, phase }) => {
    expect(rolloutPhase(aRollout(change))).toBe(phase);
  });
});
