import { describe, expect, it } from 'vitest';
import { createGate } from '../../../../../activities/telling/pace/gate.ts';

describe('the gate of a channel', () => {
  it('lets messages through at the pace of its vendor', () => {
    const gate = createGate({ perSecond: 1, burst: 2 }, () => 0);

    const admissions = [1, 2, 3, 4].map(() => gate.enter(5_000));

    expect(admissions).toEqual([{ waitMs: 0 }, { waitMs: 0 }, { waitMs: 1_000 }, { waitMs: 2_000 }]);
  });

  it('has those come back later who would wait too long, and takes no place for them', () => {
    const gate = createGate({ perSecond: 1, burst: 1 }, () => 0);
    gate.enter(1_000);
    gate.enter(1_000);

    const later = [1, 2, 3].map(() => gate.enter(1_000));

    for (const admission of later) {
      const againInMs = 'againInMs' in admission ? admission.againInMs : 0;
      expect(againInMs).toBeGreaterThanOrEqual(1_000);
      expect(againInMs).toBeLessThan(21_000);
    }
    expect(gate.enter(2_000)).toEqual({ waitMs: 2_000 });
  });

  it('lets everything through where nobody says how fast', () => {
    const gate = createGate(null, () => 0);

    const admissions = Array.from({ length: 1_000 }, () => gate.enter(0));

    expect(new Set(admissions.map((admission) => JSON.stringify(admission)))).toEqual(new Set(['{"waitMs":0}']));
  });

  it.each([
    ['for as long as its vendor wants', 30_000, 30_000],
    ['for an hour at the most', 24 * 3_600_000, 3_600_000],
    ['not at all for a time that is over', -5, null],
  ])('stays closed %s', (_what, forMs, againInMs) => {
    const gate = createGate(null, () => 0);

    gate.close(forMs);

    expect(gate.enter(5_000)).toEqual(againInMs === null ? { waitMs: 0 } : { againInMs });
  });

  it('opens again by itself, and a shorter time never opens it sooner', () => {
    let now = 0;
    const gate = createGate(null, () => now);
    gate.close(30_000);
    gate.close(10_000);

    const admissions = [0, 26_000, 30_000].map((at) => {
      now = at;
      return gate.enter(5_000);
    });

    expect(admissions).toEqual([{ againInMs: 30_000 }, { waitMs: 4_000 }, { waitMs: 0 }]);
  });
});
