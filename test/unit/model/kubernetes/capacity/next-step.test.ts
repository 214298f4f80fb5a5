import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextAutoscalerMax,
  nextClaimSize,
  nextMemoryLimit,
  nextReplicas,
} from '../../../../../model/kubernetes/capacity/next-step.ts';
import { mebibyte } from '../../../../../model/kubernetes/quantity.ts';

const [MiB, GiB] = [mebibyte, 1024 * mebibyte];

describe('the next memory limit', () => {
  it.each([
    [256 * MiB, 4 * GiB, 384 * MiB],
    [100_000_000, 4 * GiB, 144 * MiB],
    [3 * GiB, 4 * GiB, 4 * GiB],
    [4 * GiB, 4 * GiB, null],
    [5 * GiB, 4 * GiB, null],
    [1 * MiB, 1 * MiB + 1000, null],
  ])('of %d under a cap of %d is %s', (bytes, memoryBytes, next) => {
    expect(nextMemoryLimit(bytes, { memoryBytes })).toBe(next);
  });
});

describe('the next maximum of an autoscaler', () => {
  it.each([
    [1, 20, 2],
    [4, 20, 5],
    [10, 20, 12],
    [18, 20, 20],
    [20, 20, null],
    [30, 20, null],
  ])('of %d under a cap of %d is %s', (max, autoscalerMost, next) => {
    expect(nextAutoscalerMax(max, { autoscalerMost })).toBe(next);
  });
});

describe('the next number of replicas', () => {
  it.each([
    [1, 20, 2],
    [4, 20, 6],
    [5, 20, 8],
    [18, 20, 20],
    [20, 20, null],
    [30, 20, null],
  ])('of %d under a cap of %d is %s', (count, most, next) => {
    expect(nextReplicas(count, { replicas: { least: 1, most } })).toBe(next);
  });
});

describe('the next size of a claim', () => {
  it.each([
    [10 * GiB, 20, 100 * GiB, 12 * GiB],
    [99 * GiB, 20, 100 * GiB, 100 * GiB],
    [100 * GiB, 20, 100 * GiB, null],
    [200 * GiB, 20, 100 * GiB, null],
    [2 * MiB, 20, 100 * GiB, null],
  ])('of %d by %d %% up to %d is %s', (bytes, stepPercent, mostBytes, next) => {
    expect(nextClaimSize(bytes, { claim: { stepPercent, mostBytes } })).toBe(next);
  });
});

describe('every step', () => {
  it('makes something larger and stays under the cap, or is none', () => {
    const amount = integer({ min: 1, max: 2 ** 45 });

    assert(
      property(amount, amount, integer({ min: 1, max: 100 }), (now, cap, stepPercent) => {
        const size = nextClaimSize(now, { claim: { stepPercent, mostBytes: cap } });
        const limit = nextMemoryLimit(now, { memoryBytes: cap });
        const max = nextAutoscalerMax(now, { autoscalerMost: cap });

        for (const next of [size, limit, max].filter((step) => step !== null)) {
          expect(next).toBeGreaterThan(now);
          expect(next).toBeLessThanOrEqual(cap);
        }
        expect(size ?? 0).toBeLessThanOrEqual(now * (1 + stepPercent / 100));
      }),
    );
  });
});
