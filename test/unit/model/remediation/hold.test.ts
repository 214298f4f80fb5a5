import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../../model/alert/alert.ts';
import { outlastingRules } from '../../../../model/remediation/hold.ts';
import { anAttemptPolicy } from '../../../support/builders.ts';

const minutes = 60_000;
const policy = anAttemptPolicy({ verification: { withinMs: 1, holdMs: 2 * minutes, checks: 4 } });

/** The hold time, in minutes, for alerts whose rules say these things of their `for`. */
function heldFor(...said: readonly string[]): number {
  const alerts = said.map((text) => ({ labels: {}, annotations: { nightshift_for: text } }));
  return outlastingRules(policy, { target: 'host/web-1', alerts }).verification.holdMs / minutes;
}

/** The hold time, in minutes, for one alert about a target. */
function heldForAlert(target: string, alertname: string, annotations: Labels = {}): number {
  return (
    outlastingRules(policy, { target, alerts: [{ labels: { alertname }, annotations }] }).verification.holdMs / minutes
  );
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
    const held = outlastingRules(policy, { target: 'host/web-1', alerts: [{ labels: {}, annotations: {} }] });

    expect(held).toEqual(policy);
  });

  it.each([
    [
      'longer than a rule for something in a cluster waits',
      'kubernetes/prod/shop/Pod/web-0',
      'KubePodNotReady',
      {},
      16,
    ],
    ['as such a rule says itself', 'kubernetes/prod/shop/Pod/web-0', 'KubePodNotReady', { nightshift_for: '5m' }, 6],
    [
      'as the policy says where such a rule waits for nothing',
      'kubernetes/prod/shop/Pod/web-0',
      'KubePodNotReady',
      { nightshift_for: '0s' },
      2,
    ],
    [
      'longer than such a rule waits, whatever it means by its words',
      'kubernetes/prod/shop/Pod/web-0',
      'KubePodNotReady',
      { nightshift_for: 'soon' },
      16,
    ],
    ['as the policy says for an alert that nobody knows', 'kubernetes/prod/shop/Pod/web-0', 'SomethingNew', {}, 2],
    ['as the policy says for a host', 'host/web-1/clock', 'NodeClockSkewDetected', {}, 2],
  ])('%s', (_title, target, alertname, annotations, expected) => {
    expect(heldForAlert(target, alertname, annotations)).toBe(expected);
  });
});
