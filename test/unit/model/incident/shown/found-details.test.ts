import { describe, expect, it } from 'vitest';
import { boundedDetails, foundDetails, isDetails } from '../../../../../model/incident/shown/found-details.ts';

describe('boundedDetails', () => {
  it('leaves few short lines as they are', () => {
    expect(boundedDetails(['one', 'two'])).toEqual(['one', 'two']);
  });

  it.each([
    { what: 'too many lines', lines: Array.from({ length: 50 }, (_, index) => `line ${index}`), last: 11 },
    { what: 'too many bytes', lines: Array.from({ length: 40 }, () => 'é'.repeat(290)), last: 26 },
  ])('cuts $what to what a history may get, and says how many are left out', ({ lines, last }) => {
    const bounded = boundedDetails(lines);

    expect(isDetails(bounded)).toBe(true);
    expect(bounded.at(-1)).toBe(`and ${last} more lines`);
    expect(bounded.length - 1 + last).toBe(lines.length);
  });

  it('has each line on one line', () => {
    expect(boundedDetails(['a\nb\u202ec'])).toEqual(['a b c']);
  });
});

describe('isDetails', () => {
  it.each([
    { value: 'a line' },
    { value: [1] },
    { value: [null] },
    { value: Array.from({ length: 41 }, () => 'x') },
    { value: ['x'.repeat(9_000)] },
  ])('is not for $value', ({ value }) => {
    expect(isDetails(value)).toBe(false);
  });
});

describe('foundDetails', () => {
  it('escapes every line', () => {
    expect(foundDetails(['[click](https://evil.example)'], 1_000).join('\n')).not.toMatch(/[[\]()]/);
  });

  it.each([{ details: undefined }, { details: [] }])('is nothing for $details', ({ details }) => {
    expect(foundDetails(details, 1_000)).toEqual([]);
  });

  it('is nothing where there is no room for a line', () => {
    expect(foundDetails(['some words'], 40)).toEqual([]);
  });
});
