import { expect, it } from 'vitest';
import { maskedLine } from '../../../../model/text/masked-line.ts';

it.each([
  ['several lines', 'one\n\ttwo', 'one two'],
  ['a secret behind a colour', 'password=\u001b[31mhunter22\u001b[0m', 'password=[secret]'],
  ['a secret that the cut would go through', `${'x'.repeat(10)} token: ${'s'.repeat(40)}`, 'xxxxxxxxxx token: [sec…'],
])('makes one short line without secrets of %s', (_what, text, expected) => {
  expect(maskedLine(text, 23)).toBe(expected);
});
