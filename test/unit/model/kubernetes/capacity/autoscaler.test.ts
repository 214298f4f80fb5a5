import { describe, expect, it } from 'vitest';
import type { AutoscalerFindings } from '../../../../../model/kubernetes/capacity/autoscaler.ts';
import {
  autoscalerFacts,
  autoscalerHealth,
  describeAutoscaler,
  nextMax,
  readAutoscalerFacts,
} from '../../../../../model/kubernetes/capacity/autoscaler.ts';

const anAutoscaler = (overrides: Partial<AutoscalerFindings> = {}): AutoscalerFindings => ({
  least: 2,
  max: 8,
  current: 8,
  desired: 8,
  available: 8,
  wantsMore: true,
  limitedForMs: 20 * 60_000,
  trouble: null,
  unschedulable: 0,
  killedForMemory: 0,
  byMemoryAlone: false,
  settlesMs: 300_000,
  most: 20,
  ...overrides,
});

describe('an autoscaler', () => {
  it.each([
    ['unhealthy', 'it is at its maximum of 8, and has wanted more for 20 min, 8 of 8 serve', {}],
    ['unhealthy', 'it asks for 6 of 2 to 8, 4 of 6 serve', { desired: 6, available: 4, wantsMore: false }],
    ['healthy', 'it asks for 6 of 2 to 8, 6 of 6 serve', { desired: 6, available: 6, wantsMore: false }],
    [
      'unhealthy',
      'it asks for 6 of 2 to 8, and has not yet gone by this maximum, 6 of 6 serve',
      { desired: 6, available: 6 },
    ],
    ['unknown', 'it asks for 6 of 2 to 8, it has 8', { desired: 6, available: null, wantsMore: false }],
    [
      'unknown',
      'it asks for 2 of 2 to 8, 8 of 2 serve, it cannot scale: no metrics',
      { desired: 2, trouble: 'no metrics', wantsMore: false },
    ],
  ] as const)('is %s where %s', (health, words, overrides) => {
    const findings = anAutoscaler(overrides);

    expect(autoscalerHealth(findings)).toBe(health);
    expect(describeAutoscaler(findings)).toBe(words);
  });

  it.each([
    ['there is room', {}, { max: 10 }],
    ['the cap is near', { most: 9 }, { max: 9 }],
    ['the cap is reached', { most: 8 }, { because: 'its maximum has reached the cap of 8' }],
    [
      'it cannot measure',
      { trouble: 'no metrics' },
      { because: expect.stringContaining('that cannot scale') as string },
    ],
    [
      'nodes are missing',
      { unschedulable: 2 },
      { because: expect.stringContaining('nodes are what is missing') as string },
    ],
    [
      'limits are too low',
      { killedForMemory: 1 },
      { because: expect.stringContaining('limits are what is missing') as string },
    ],
    [
      'what is there does not serve',
      { available: 5 },
      { because: expect.stringContaining('have to serve before') as string },
    ],
    ['nobody knows what serves', { available: null }, { because: 'how many of its replicas serve cannot be read' }],
    ['it scales by memory', { byMemoryAlone: true }, { because: expect.stringContaining('may leak') as string }],
    ['it is not at its maximum', { desired: 7 }, { because: 'it is not at its maximum' }],
  ])('may ask for more, or not, where %s', (_why, overrides, answer) => {
    expect(nextMax(anAutoscaler(overrides))).toEqual(answer);
  });

  it('goes through the facts of a check unchanged', () => {
    const all = [
      anAutoscaler(),
      anAutoscaler({ available: null, limitedForMs: null, trouble: 'x', byMemoryAlone: true }),
    ];

    expect(all.map((one) => readAutoscalerFacts(autoscalerFacts(one)))).toEqual(all);
  });
});
