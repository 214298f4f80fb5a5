import { describe, expect, it } from 'vitest';
import { alertName, gravest, severityOf } from '../../../../model/alert/alert.ts';
import { matchesLabels } from '../../../../model/alert/matcher.ts';
import type { LabelMatcher } from '../../../../model/alert/matcher.ts';

describe('severityOf', () => {
  it.each([
    ['critical', 'critical'],
    ['CRITICAL', 'critical'],
    ['page', 'critical'],
    ['error', 'warning'],
    ['warning', 'warning'],
    ['info', 'info'],
    ['none', 'none'],
    ['', 'warning'],
    ['sev1', 'warning'],
    ['constructor', 'warning'],
  ])('reads the label %j as %s', (label, expected) => {
    expect(severityOf({ labels: { severity: label } })).toBe(expected);
  });

  it('reads a missing label as a warning', () => {
    expect(severityOf({ labels: {} })).toBe('warning');
  });
});

describe('gravest', () => {
  it('finds the gravest of several severities', () => {
    expect(gravest(['info', 'critical', 'warning'])).toBe('critical');
  });

  it('calls an empty list none', () => {
    expect(gravest([])).toBe('none');
  });
});

describe('alertName', () => {
  it('falls back to a placeholder', () => {
    expect(alertName({ labels: { alertname: 'Down' } })).toBe('Down');
    expect(alertName({ labels: {} })).toBe('unnamed alert');
  });
});

describe('matchesLabels', () => {
  const labels = { alertname: 'Down', team: 'a', empty: '' };

  it.each<[string, LabelMatcher, boolean]>([
    ['an equal value', { team: 'a' }, true],
    ['one of several values', { team: ['b', 'a'] }, true],
    ['every label named', { team: 'a', alertname: 'Down' }, true],
    ['an empty value that is there', { empty: '' }, true],
    ['another value', { team: 'b' }, false],
    ['none of several values', { team: ['b', 'c'] }, false],
    ['one label of two', { team: 'a', alertname: 'Up' }, false],
    ['a label that is missing', { host: 'a' }, false],
    ['a missing label against the empty value', { host: '' }, false],
    ['a value in another case', { team: 'A' }, false],
    ['a value with a pattern in it', { team: '.*' }, false],
    ['a name that every object inherits', { constructor: 'Object' }, false],
    ['an empty list of values', { team: [] }, false],
    ['an empty matcher', {}, false],
  ])('judges %s', (_what, matcher, expected) => {
    expect(matchesLabels(matcher, labels)).toBe(expected);
  });
});
