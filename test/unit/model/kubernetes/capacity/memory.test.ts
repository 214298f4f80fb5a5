import { describe, expect, it } from 'vitest';
import type { ContainerMemory, MemoryFindings } from '../../../../../model/kubernetes/capacity/memory.ts';
import {
  concludeMemory,
  describeMemory,
  memoryFacts,
  nextLimit,
  readMemoryFacts,
  shortageOf,
} from '../../../../../model/kubernetes/capacity/memory.ts';
import { mebibyte } from '../../../../../model/kubernetes/quantity.ts';

const MiB = mebibyte;
const killedAt = '2026-03-01T02:03:04.000Z';

const aContainer = (overrides: Partial<ContainerMemory> = {}): ContainerMemory => ({
  name: 'api',
  limit: 512 * MiB,
  request: 256 * MiB,
  usage: null,
  killed: 1,
  lastKilledAt: killedAt,
  restarts: 3,
  isNodeShort: false,
  ...overrides,
});

describe('whose memory ran out', () => {
  it.each([
    ['its limit', {}, 'limit', 'the container api was killed at its own limit of 512Mi'],
    ['its node, where there is no limit', { limit: null }, 'node', 'has no limit and was killed when its node'],
    ['its node, where that says so', { isNodeShort: true }, 'node', 'was killed on a node that runs out of memory'],
    ['nobody', { killed: 0 }, 'nobody', 'no container was killed for want of memory'],
    ['nobody yet', { killed: 0, usage: 500 * MiB }, 'nobody', 'no container was killed, but api is close to its limit'],
  ] as const)('is %s', (_whose, overrides, whose, words) => {
    const container = aContainer(overrides);

    expect(shortageOf(container)).toBe(whose);
    expect(concludeMemory([container])).toContain(words);
  });

  it('is told with the numbers', () => {
    const lines = [aContainer({ usage: 480 * MiB }), aContainer({ limit: null, request: null, killed: 0 })];

    expect(lines.map(describeMemory)).toEqual([
      `api: limit 512Mi, request 256Mi, uses 480Mi (94 %), killed for want of memory in 1 pod, last at ${killedAt}, 3 restarts`,
      'api: limit none, request none, usage not measured, never killed for want of memory, 3 restarts',
    ]);
  });
});

describe('the next limit', () => {
  const findings = (overrides: Partial<MemoryFindings> = {}): MemoryFindings => ({
    containers: [
      { name: 'api', limit: 512 * MiB },
      { name: 'proxy', limit: null },
    ],
    short: ['api'],
    raises: 0,
    obstacle: null,
    caps: { memoryBytes: 4096 * MiB },
    ...overrides,
  });
  const raised = { container: 'api', bytes: 768 * MiB, from: 512 * MiB };

  it.each([
    ['is half as much again', {}, null, raised],
    ['is that of the container that the alert names', { short: ['api', 'proxy'] }, 'api', raised],
    ['is none for another container', {}, 'proxy', { because: 'no limit of its own was too low' }],
    ['is none where nothing was short', { short: [] }, null, { because: 'no limit of its own was too low' }],
    [
      'is none of several',
      { short: ['api', 'b'] },
      null,
      { because: 'several containers were killed at their limits: api, b' },
    ],
    [
      'is none while something speaks against it',
      { obstacle: 'its rollout is paused' },
      null,
      { because: 'its rollout is paused' },
    ],
    [
      'is none after two raises',
      { raises: 2 },
      null,
      { because: expect.stringContaining('may grow without end') as string },
    ],
    [
      'is none at the cap',
      { caps: { memoryBytes: 512 * MiB } },
      null,
      { because: 'the limit of api has reached the cap of 512Mi' },
    ],
  ])('%s', (_how, overrides, named, answer) => {
    expect(nextLimit(findings(overrides), named)).toEqual(answer);
  });

  it('goes through the facts of a check unchanged', () => {
    const all = [findings(), findings({ short: [], raises: 1, obstacle: 'its rollout is under way', containers: [] })];

    expect(all.map((one) => readMemoryFacts(memoryFacts(one)))).toEqual(all);
  });
});
