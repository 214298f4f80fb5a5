import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLogReading } from '../../../../model/logs/log-reading.ts';
import { readProgress } from '../../../../model/remediation/remediation.ts';
import { aLogFinding, aLogReading } from '../../../support/builders.ts';

const reading = aLogReading({ findings: [aLogFinding()], evidence: 'e', link: 'https://l.example/', problem: 'p' });

describe('a reading that a signal carries', () => {
  it('is taken with what it came with', () => {
    expect(readProgress({ status: 'verifying', entries: [], reading })).toEqual({
      status: 'verifying',
      entries: [],
      reading,
    });
  });

  it.each<[string, object]>([
    ['a source that is no text', { source: 7 }],
    ['no time', { from: undefined }],
    ['a count that is none', { during: { read: '7', total: 7 } }],
    ['no count', { before: null }],
    ['findings that are no list', { findings: {} }],
    ['a finding without a sample', { findings: [{ ...aLogFinding(), sample: undefined }] }],
    ['a cause that is no text', { findings: [{ ...aLogFinding(), rootCause: {} }] }],
    ['more findings than there can be', { findings: Array.from({ length: 6 }, () => aLogFinding()) }],
    ['more text than a history should get', { problem: 'x'.repeat(9_000) }],
  ])('is refused with %s', (_what, overrides) => {
    expect(readProgress({ status: 'verifying', entries: [], reading: { ...reading, ...overrides } })).toBeUndefined();
  });

  it('is refused where it is junk, without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        expect(isLogReading(junk)).toBe(false);
      }),
    );
  });
});
