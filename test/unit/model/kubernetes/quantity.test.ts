import { assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesInWords,
  formatQuantity,
  mebibyte,
  parseQuantity,
  quantityOf,
} from '../../../../model/kubernetes/quantity.ts';

const suffixes = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

describe('parseQuantity', () => {
  it.each([
    ['0', 0],
    ['512Mi', 512 * mebibyte],
    ['1.5Gi', 1536 * mebibyte],
    ['200m', 0.2],
    ['100m', 0.1],
    ['1e3', 1000],
    ['1E3', 1000],
    ['2E', 2e18],
    ['1Ei', 1024 ** 6],
    ['12k', 12_000],
    ['.5', 0.5],
    ['5.', 5],
    ['1500000000n', 1.5],
    ['+3', 3],
    ['-1Ki', -1024],
  ])('reads %s', (text, amount) => {
    expect(parseQuantity(text)).toBe(amount);
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    'Mi',
    '1 Mi',
    '1KI',
    '1K',
    '1mi',
    '1e',
    '1e1234',
    '0x10',
    'NaN',
    '1,5Gi',
    '1Mi\n',
    '1'.repeat(50),
  ])('reads nothing from %j', (text) => {
    expect(parseQuantity(text)).toBeNull();
  });

  it('reads every number with every unit, and larger numbers as larger amounts', () => {
    const number = integer({ min: 0, max: 1e6 });

    assert(
      property(number, number, constantFrom(...suffixes), (one, other, suffix) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const [some, larger] = [parseQuantity(`${less}${suffix}`), parseQuantity(`${more}${suffix}`)];

        expect(some).not.toBeNull();
        expect(larger).toBeGreaterThanOrEqual(some ?? Infinity);
      }),
    );
  });

  it('takes any text, and never throws', () => {
    assert(
      property(string(), (text) => {
        expect(Number.isFinite(parseQuantity(text) ?? 0)).toBe(true);
      }),
    );
  });

  it('has nothing for what is not there', () => {
    expect(quantityOf(undefined)).toBeNull();
    expect(quantityOf('1Ki')).toBe(1024);
  });
});

describe('formatQuantity', () => {
  it.each([
    [0, '0'],
    [1000, '1000'],
    [1024, '1Ki'],
    [1536 * mebibyte, '1536Mi'],
    [2048 * mebibyte, '2Gi'],
    [1024 * mebibyte + 1, '1073741825'],
  ])('writes %d bytes exactly, as %s', (bytes, text) => {
    expect(formatQuantity(bytes)).toBe(text);
  });

  it('writes what is read as the same number again', () => {
    assert(
      property(integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        expect(parseQuantity(formatQuantity(bytes))).toBe(bytes);
      }),
    );
  });
});

describe('bytesInWords', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1536, '1.5Ki'],
    [512 * mebibyte, '512Mi'],
    [1126 * mebibyte, '1.1Gi'],
    [100 * 1024 * mebibyte, '100Gi'],
  ])('tells %d as %s', (bytes, words) => {
    expect(bytesInWords(bytes)).toBe(words);
  });
});
