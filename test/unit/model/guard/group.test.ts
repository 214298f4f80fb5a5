import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GuardGroup } from '../../../../model/guard/group.ts';
import { isMember, unavailableLimit } from '../../../../model/guard/group.ts';

function aGroup(maxUnavailable: GuardGroup['maxUnavailable'], targets = ['host/*/service/shop']): GuardGroup {
  return { name: 'shops', targets, maxUnavailable };
}

describe('unavailableLimit', () => {
  it.each([
    // As MachineHealthCheck reads 40 %: 10 of 25, and 2 of 6.
    [0.4, 25, 10],
    [0.4, 6, 2],
    [0.34, 3, 1],
    // 0.29 * 100 is a little less than 29.
    [0.29, 100, 29],
    [0.57, 100, 57],
    [0.58, 50, 29],
    [0.5, 3, 1],
    [0.5, 4, 2],
    [0.99, 100, 99],
    [1, 3, 3],
    // A share that comes to less than one: one of several, none of one.
    [0.33, 3, 1],
    [0.01, 2, 1],
    [0.4, 1, 0],
    [0.99, 1, 0],
    [1, 1, 1],
    [0.4, 0, 0],
    [1, 0, 0],
    // None is none.
    [0, 1, 0],
    [0, 2, 0],
    [0, 100, 0],
  ])('lets a share of %f of %i members be away as %i', (share, members, expected) => {
    expect(unavailableLimit(aGroup({ share }), members)).toBe(expected);
  });

  it.each([
    [0, 5],
    [2, 5],
    [7, 5],
    [1, 1],
    [1, 0],
  ])('takes a count of %i as it is, whatever of %i members', (count, members) => {
    expect(unavailableLimit(aGroup({ count }), members)).toBe(count);
  });

  it('never exceeds a share of two or more by rounding, nor falls short of it by a whole member', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 10_000 }), (percent, members) => {
        const limit = unavailableLimit(aGroup({ share: percent / 100 }), members);

        // In whole numbers, where nothing is rounded.
        expect(limit <= 1 || limit * 100 <= percent * members).toBe(true);
        expect((limit + 1) * 100).toBeGreaterThan(percent * members);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isMember', () => {
  it.each([
    ['host/web-1/service/shop', true],
    ['host/db-1/service/pg', true],
    ['host/web-1/service/cart', false],
    ['host/web-1', false],
    ['kubernetes/prod/default/Deployment/shop', false],
  ])('tells whether %s is in a group', (target, expected) => {
    expect(isMember(aGroup({ count: 1 }, ['host/*/service/shop', 'host/db-1']), target)).toBe(expected);
  });

  it('finds nobody in a group without patterns', () => {
    expect(isMember(aGroup({ count: 1 }, []), 'host/web-1')).toBe(false);
  });
});
