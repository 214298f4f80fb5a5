import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellLine, UnquotableArgumentError } from '../../../../clients/commands/shell-words.ts';

const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh', '/bin/ksh', '/usr/bin/fish'].filter(existsSync);

/** Lets a shell print the words that it made of a line. */
function wordsBy(shell: string, args: readonly string[]): readonly string[] {
  const line = shellLine(['printf', '%s\\0', ...args]);
  return execFileSync(shell, ['-c', line], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    .split('\0')
    .slice(0, -1);
}

const meaningful = `'"\\$\`!*~- ;&|#{}()<>=%^a\n\t\r`.split('');
const traps = ['', '-rf', '$(touch x)', "'; id; '", '!!', '~root', '$HOME', 'a\\\nb', '--', '\u20ac', '\u{1F600}'];
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...meaningful) }),
  fc.constantFrom(...traps),
);

describe.each(shells)('%s', (shell) => {
  it('makes of every line the words that went in', () => {
    const words = fc.array(
      hostile.filter((word) => !word.includes('\0') && word.isWellFormed()),
      { minLength: 1, maxLength: 20 },
    );

    fc.assert(
      fc.property(words, (args) => {
        expect(wordsBy(shell, args)).toEqual(args);
      }),
      { numRuns: 150 },
    );
  });
});

it('leaves plain words as they are', () => {
  expect(shellLine(['systemctl', 'restart', 'web@1.service'])).toBe('systemctl restart web@1.service');
});

it('refuses a NUL character', () => {
  expect(() => shellLine(['echo', 'a\0b'])).toThrow(UnquotableArgumentError);
});
