import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../config/logging.ts';

describe('createLogger', () => {
  it.each([
    [undefined, 'info'],
    ['debug', 'debug'],
    ['silent', 'silent'],
    ['loud', 'info'],
    ['toString', 'info'],
  ])('reads the level %s as %s', (named, expected) => {
    expect(createLogger('test', { NIGHTSHIFT_LOG_LEVEL: named }).level).toBe(expected);
  });
});
