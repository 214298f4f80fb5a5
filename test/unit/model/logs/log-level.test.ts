import { expect, it } from 'vitest';
import { normalisedLevel } from '../../../../model/logs/log-level.ts';

it.each([
  ['ERROR', 'error'],
  ['err', 'error'],
  [' Warning ', 'warn'],
  ['CRITICAL', 'fatal'],
  ['emerg', 'fatal'],
  ['Information', 'info'],
  ['notice', 'info'],
  ['WARN2', 'warn'],
  ['Verbose', 'trace'],
  ['FINE', 'debug'],
  [50, 'error'],
  ['60', 'fatal'],
  [17, null],
  ['', null],
  ['errors everywhere', null],
  [null, null],
  [{}, null],
])('reads %j as %j', (said, expected) => {
  expect(normalisedLevel(said)).toBe(expected);
});
