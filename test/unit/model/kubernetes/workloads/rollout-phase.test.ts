import { describe, expect, it } from 'vitest';
import { isAvailable, rolloutPhase } from '../../../../../model/kubernetes/workloads/rollout-phase.ts';
import { aRollout } from '../../../../support/kubernetes/objects/pod-states.ts';

describe('rolloutPhase', () => {
  it.each([
    { change: {}, phase: 'settled' },
    { change: { ready: 0, available: 0 }, phase: 'settled' },
    { change: { isPaused: true }, phase: 'paused' },
    { change: { isPaused: true, isSeen: false }, phase: 'paused' },
    { change: { isSeen: false }, phase: 'under way' },
    { change: { updated: 1 }, phase: 'under way' },
    { change: { old: 1 }, phase: 'under way' },
    { change: { heldBack: 1, updated: 1, old: 1 }, phase: 'partitioned' },
    { change: { heldBack: 1 }, phase: 'partitioned' },
    { change: { heldBack: 1, updated: 0, old: 2 }, phase: 'under way' },
    { change: { isByHand: true, updated: 0, old: 2 }, phase: 'by hand' },
    { change: { isByHand: true }, phase: 'by hand' },
    { change: { isByHand: true, isSeen: false }, phase: 'under way' },
  ] as const)('is $phase for $change', ({ change, phase }) => {
    expect(rolloutPhase(aRollout(change))).toBe(phase);
  });
});

describe('isAvailable', () => {
  it.each([
    { change: {}, is: true },
    { change: { heldBack: 1, updated: 1, old: 1 }, is: true },
    { change: { isByHand: true, updated: 0, old: 2 }, is: true },
    { change: { available: 1 }, is: false },
    { change: { isByHand: true, available: 1 }, is: false },
    { change: { updated: 1 }, is: false },
    { change: { isPaused: true }, is: false },
  ])('is $is for $change', ({ change, is }) => {
    expect(isAvailable(aRollout(change))).toBe(is);
  });
});
