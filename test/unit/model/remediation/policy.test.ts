import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../../model/remediation/check.ts';
import { overallHealth } from '../../../../model/remediation/check.ts';
import type { ModeQuestion, ModeRule } from '../../../../model/remediation/policy.ts';
import { decideMode, isTargetPattern, matchesTarget } from '../../../../model/remediation/policy.ts';

const question: ModeQuestion = { runbook: 'service-down', target: 'host/web-1/service/web', severity: 'critical' };

function aRule(overrides: Partial<ModeRule> = {}): ModeRule {
  return { runbook: null, target: null, severity: null, mode: 'auto', ...overrides };
}

describe('decideMode', () => {
  it.each<[string, readonly ModeRule[], Partial<ModeQuestion>, string]>([
    ['no rule', [], {}, 'observe'],
    ['a rule for everything', [aRule()], {}, 'auto'],
    ['a rule for the runbook', [aRule({ runbook: 'service-down' })], {}, 'auto'],
    ['a rule for the target', [aRule({ target: 'host/web-1' })], {}, 'auto'],
    ['a rule for another target', [aRule({ target: 'host/web-2' })], {}, 'observe'],
    ['a rule for a target where none is known', [aRule({ target: '*' })], { target: null }, 'observe'],
    ['a rule for the severity', [aRule({ severity: 'critical' })], {}, 'auto'],
    ['a rule for another severity', [aRule({ severity: 'info' })], {}, 'observe'],
    ['a rule that matches in part', [aRule({ target: 'host/web-1', severity: 'info' })], {}, 'observe'],
    ['two rules, the first of which decides', [aRule({ target: 'host', mode: 'observe' }), aRule()], {}, 'observe'],
  ])('obeys %s', (_what, rules, overrides, expected) => {
    expect(decideMode(rules, { ...question, ...overrides }, 'observe')).toBe(expected);
  });

  it('falls back to what the runbook says', () => {
    expect(decideMode([], question, 'auto')).toBe('auto');
  });
});

describe('matchesTarget', () => {
  it.each([
    ['host/web-1/service/web', true],
    ['host/web-1/service', true],
    ['host/web-1', true],
    ['host', true],
    ['host/*/service/web', true],
    ['*', true],
    ['*/*/*/*', true],
    ['host/web', false],
    ['host/web-1/service/web/more', false],
    ['*/*/*/*/*', false],
    ['host/web-*', false],
    ['HOST', false],
    ['', false],
  ])('holds the pattern %j against a target', (pattern, expected) => {
    expect(matchesTarget(pattern, 'host/web-1/service/web')).toBe(expected);
  });
});

describe('isTargetPattern', () => {
  it.each([
    ['host/web-1/service/web', true],
    ['kubernetes/*/shop', true],
    ['kubernetes/prod/-/Node/node-1', true],
    ['host', true],
    ['*', true],
    ['*/web-1', true],
    ['host/%5B%3A%3A1%5D', true],
    ['', false],
    ['web-1', false],
    ['Host/web-1', false],
    ['host/', false],
    ['host//service', false],
    ['/host/web-1', false],
    ['host/web-*', false],
    ['host/web 1', false],
    [`host/${'w'.repeat(196)}`, false],
  ])('says of %j whether it can match anything', (pattern, expected) => {
    expect(isTargetPattern(pattern)).toBe(expected);
  });
});

describe('overallHealth', () => {
  it.each<[readonly CheckResult['health'][], CheckResult['health']]>([
    [['healthy'], 'healthy'],
    [['healthy', 'healthy'], 'healthy'],
    [['healthy', 'unknown'], 'unknown'],
    [['unknown', 'unhealthy', 'healthy'], 'unhealthy'],
    [[], 'unknown'],
  ])('joins %j to %s', (healths, expected) => {
    const results = healths.map((health) => ({
      check: 'service-probe' as const,
      target: 'host/a',
      health,
      summary: '',
    }));

    expect(overallHealth(results)).toBe(expected);
  });
});
