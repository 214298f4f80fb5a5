import { expect, it } from 'vitest';
import { quantityInWords } from '../../../../model/text/quantity.ts';

it.each([
  [3.25e9, 'bytes', '3.25 GB'],
  [512, 'bytes', '512 B'],
  [-2_000, 'bytes', '-2 KB'],
  [1.5e6, 'bytes/s', '1.5 MB/s'],
  [87.123, 'percent', '87.1 %'],
  [0, 'percent', '0 %'],
  [5_400, 'seconds', '1.5 h'],
  [0.25, 'seconds', '250 ms'],
  [1_500, 'requests/s', '1.5 k requests/s'],
  [42, 'requests/s', '42 requests/s'],
  [1_234_567, null, '1.23 M'],
  [0.000_012, null, '1.2e-5'],
  [1e308, null, '1e296 T'],
])('writes %d %s as people read it', (value, unit, words) => {
  expect(quantityInWords(value, unit)).toBe(words);
});
