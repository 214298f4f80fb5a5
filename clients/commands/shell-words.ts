import type { CommandLine } from '../../model/service.ts';

/** An argument that no command line can carry. */
export class UnquotableArgumentError extends Error {
  constructor() {
    super('an argument contains a NUL character, which no command line can carry: take it out');
    this.name = 'UnquotableArgumentError';
  }
}

/**
 * Writes a command so that a login shell runs exactly these words: SSH has no argument arrays, and the server hands the
 * line to whatever shell the account has. This is the one place of the project that writes for a shell.
 *
 * A backslash, a quote and an exclamation mark stand outside of the quotes behind a backslash, and the rest within
 * single quotes: so sh, bash, zsh, dash, ksh, csh and fish agree on each word. A line feed stands within quotes, where
 * the C shells refuse it; they then run nothing.
 *
 * @throws UnquotableArgumentError for a NUL character.
 */
export function shellLine(command: CommandLine): string {
  return command.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  if (word.includes('\0')) throw new UnquotableArgumentError();
  if (/^[\w@%+:,./-]+$/.test(word) && !word.startsWith('-')) return word;
  const parts = word.split(/(['\\!])/).filter((part) => part !== '');
  return parts.length === 0 ? "''" : parts.map((part) => (/^['\\!]$/.test(part) ? `\\${part}` : `'${part}'`)).join('');
}
