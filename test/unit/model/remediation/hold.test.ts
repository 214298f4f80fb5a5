import { describe, expect, it } from 'vitest';
import { outlastingRules } from '../../../../model/remediation/hold.ts';
import { anAttemptPolicy } from '../../../support/builders.ts';

const minutes = 60_000;
const policy = anAttemptPolicy({ verification: { withinMs: 1, holdMs: 2 * minutes, checks: 4 } });

/** The hold time, in minutes, for alerts whose rules say these things of their `for`. */
function heldFor(...said: readonly string[]): number {
  const alerts = said.map((text) => ({ annotations: { nightshift_for: text } }));
  return outlastingRules(policy, alerts).verification.holdMs / minutes;
}

describe('a repair is held', () => {
  it.each([
    ['longer than the rule waits', ['15m'], 16],
    ['longer than the slowest of several rules', ['5m', '20m', '10m'], 21],
    ['as long as the policy says when that is longer', ['30s'], 2],
    ['by hours and minutes together', ['0h30m'], 31],
    ['for an hour at the most', ['3d'], 60],
    ['as the policy says when the words are no duration', ['soon', '-5m', '1.5h', '999999999m', ''], 2],
  ])('%s', (_title, said, expected) => {
    expect(heldFor(...said)).toBe(expected);
  });

  it('as the policy says when no rule says anything', () => {
    const held = outlastingRules(policy, [{ annotations: {} }]);

    expect(held).toEqual(policy);
  });
});
