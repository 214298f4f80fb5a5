import { describe, expect, it } from 'vitest';
import { autoscalerMax } from '../../../../activities/kubernetes/values/autoscaler-max.ts';
import { memoryLimit } from '../../../../activities/kubernetes/values/memory-limit.ts';
import { mebibyte } from '../../../../model/kubernetes/quantity.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';

describe('a memory limit', () => {
  it.each([
    ['is raised by one step', 384, null],
    ['is raised by less than that', 300, null],
    ['is not raised by more', 385, '385Mi is more than one step above 256Mi'],
  ])('%s', (_what, wanted, obstacle) => {
    const now = { value: String(256 * mebibyte), rollout: 'settled', sizedBy: 'none' };

    const found = memoryLimit.obstacle(now, { container: 'app', bytes: String(wanted * mebibyte) }, aCluster());

    expect(found).toBe(obstacle);
  });
});

describe('the maximum of an autoscaler', () => {
  it.each([
    ['is raised by one step', '12', null],
    ['is not raised by more', '13', 'a maximum of 13 is more than one step above 10'],
  ])('%s', (_what, max, obstacle) => {
    expect(autoscalerMax.obstacle({ value: '10' }, { max }, aCluster())).toBe(obstacle);
  });
});
