import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPath, isCanonicalPath, partsOfTarget, serviceTarget } from '../../../model/target.ts';
import { aService } from '../../support/builders.ts';

describe('canonicalPath', () => {
  it('keeps long paths short and distinct', () => {
    const long = Array.from({ length: 50 }, (_, index) => canonicalPath('host', `${'x'.repeat(1_000)}${index}`));

    expect(new Set(long).size).toBe(50);
    expect(long.every((path) => path.length <= 200 && isCanonicalPath(path))).toBe(true);
  });

  it('cannot be talked into the path that another value was shortened to', () => {
    const shortened = canonicalPath('host', 'x'.repeat(1_000));

    expect(canonicalPath(...shortened.split('/'))).not.toBe(shortened);
  });

  it('writes different paths for different parts, whatever they contain', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const parts = fc.array(text, { minLength: 1, maxLength: 4 });

    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const [a, b] = [canonicalPath(...left), canonicalPath(...right)];

        expect(a === b).toBe(JSON.stringify(left) === JSON.stringify(right));
        expect(a.length).toBeLessThanOrEqual(200);
        expect(a).toMatch(/^[A-Za-z0-9\-_.~%/]*$/);
      }),
    );
  });
});

describe('isCanonicalPath', () => {
  it.each([
    ['a target', serviceTarget(aService()), true],
    ['nothing', '', false],
    ['a space', 'host/a b', false],
    ['a tag', 'host/<a>', false],
    ['a line feed', 'host/a\n', false],
    ['too long a text', 'a'.repeat(201), false],
  ])('judges %s', (_what, text, expected) => {
    expect(isCanonicalPath(text)).toBe(expected);
  });
});

describe('partsOfTarget', () => {
  it('finds what a canonical path was joined from, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }), (parts) => {
        expect(partsOfTarget(canonicalPath(...parts))).toEqual(parts);
      }),
    );
  });

  it.each([
    ['one that had to be cut', canonicalPath('host', 'x'.repeat(300))],
    ['none', 'host/%zz'],
  ])('does not guess where the path is %s', (_what, target) => {
    expect(partsOfTarget(target)).toBeNull();
  });
});
