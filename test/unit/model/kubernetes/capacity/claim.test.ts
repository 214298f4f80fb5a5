import { describe, expect, it } from 'vitest';
import type { ClaimFindings } from '../../../../../model/kubernetes/capacity/claim.ts';
import {
  claimFacts,
  claimHealth,
  describeClaim,
  nextSize,
  readClaimFacts,
} from '../../../../../model/kubernetes/capacity/claim.ts';

const GiB = 1024 ** 3;

const aClaim = (overrides: Partial<ClaimFindings> = {}): ClaimFindings => ({
  phase: 'Bound',
  size: 10 * GiB,
  capacity: 10 * GiB,
  storageClass: 'fast',
  isExpandable: true,
  isResizing: false,
  trouble: null,
  usedPercent: 96,
  inodesPercent: 12,
  caps: { claim: { stepPercent: 20, mostBytes: 100 * GiB } },
  ...overrides,
});

describe('a claim', () => {
  it.each([
    ['unhealthy', 'Bound, 10Gi, 96 % used, 12 % of its inodes, the class fast lets it grow', {}],
    ['healthy', 'Bound, 10Gi, 40 % used', { usedPercent: 40 }],
    ['unhealthy', '91 % of its inodes', { usedPercent: 40, inodesPercent: 91 }],
    ['unknown', 'usage not measured', { usedPercent: null, inodesPercent: null }],
    ['unhealthy', 'Pending, 0 bytes of the 10Gi that it asks for', { phase: 'Pending', capacity: 0 }],
    [
      'unhealthy',
      'a resize is under way, ControllerResizeInfeasible',
      { isResizing: true, trouble: 'ControllerResizeInfeasible' },
    ],
    ['unhealthy', 'no class', { storageClass: null, isExpandable: false }],
  ] as const)('is %s: %s', (health, words, overrides) => {
    const claim = aClaim(overrides);

    expect(claimHealth(claim)).toBe(health);
    expect(describeClaim(claim)).toContain(words);
  });

  it.each([
    ['there is room', {}, { bytes: 12 * GiB }],
    ['nobody measures it', { usedPercent: null, inodesPercent: null }, { bytes: 12 * GiB }],
    ['its class refuses', { isExpandable: false }, { because: 'room has to be made in it, or its data moved' }],
    ['it has grown enough', { size: 100 * GiB }, { because: 'it has reached the cap of 100Gi' }],
    ['it grows already', { isResizing: true }, { because: 'a resize is under way already' }],
    ['it is lost', { phase: 'Lost' }, { because: 'it is Lost, and not bound' }],
    [
      'it runs out of inodes',
      { usedPercent: 30, inodesPercent: 99 },
      { because: expect.stringContaining('inodes') as string },
    ],
  ])('may grow, or not, where %s', (_why, overrides, answer) => {
    expect(nextSize(aClaim(overrides))).toEqual(answer);
  });

  it('goes through the facts of a check unchanged', () => {
    const all = [
      aClaim(),
      aClaim({ storageClass: null, usedPercent: null, inodesPercent: 0, trouble: 'x', isResizing: true }),
    ];

    expect(all.map((one) => readClaimFacts(claimFacts(one)))).toEqual(all);
  });
});
