import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../model/alert/fingerprint.ts';

describe('fingerprintOf', () => {
  // Computed by LabelSet.Fingerprint of github.com/prometheus/common v0.73.1.
  it.each([
    ['no label at all', {}, 'cbf29ce484222325'],
    ['one label', { alertname: 'InstanceDown' }, '87b13d6d636b9edd'],
    [
      'several labels',
      { alertname: 'InstanceDown', instance: 'web-1:9100', job: 'node', severity: 'critical' },
      '20f7da56295f2463',
    ],
    ['names and values beyond ASCII', { größe: 'übermäßig', 名前: '値', alertname: '😀' }, '2fafac1913bc315e'],
    ['a name that begins another', { b: '3', ab: '2', a: '1' }, '37a3490f5ddb5e7d'],
    ['an empty value', { a: '' }, 'e57e2e1903df23e2'],
    ['an empty name', { '': 'x' }, 'f7f6341be3188cc7'],
    ['names in the order of their bytes', { Z: '1', a: '2', _: '3', é: '4' }, '90aebeabc9eb68a3'],
    ['names that UTF-16 would sort the other way', { ﬀ: '1', '𝒜': '2' }, '22ff17aa086e903c'],
    ['a value of 5,000 characters', { alertname: 'x'.repeat(5_000) }, 'dd0b08f5b33166b8'],
  ])('agrees with Prometheus on %s', (_what, labels, expected) => {
    expect(fingerprintOf(labels)).toBe(expected);
  });

  it('does not depend on the order of the labels', () => {
    const labels = fc.uniqueArray(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { selector: ([name]) => name });

    fc.assert(
      fc.property(labels, (pairs) => {
        const forwards = fingerprintOf(Object.fromEntries(pairs));
        const backwards = fingerprintOf(Object.fromEntries(pairs.toReversed()));

        expect(backwards).toBe(forwards);
        expect(forwards).toMatch(/^[0-9a-f]{16}$/);
      }),
    );
  });

  it('keeps name and value apart', () => {
    expect(fingerprintOf({ ab: 'c' })).not.toBe(fingerprintOf({ a: 'bc' }));
  });
});
