import type { CommandLine } from '../../model/service.ts';

/** Where the program lies on every host; sudo knows it by this name alone. */
const program = '/usr/local/libexec/nightshift-limits';

/** The command lines that look at what is running out: with root's eyes, or with the account's own. */
export const limitsCommands = {
  descriptors: (asRoot: boolean): CommandLine => command(asRoot, 'descriptors'),
  connections: (asRoot: boolean): CommandLine => command(asRoot, 'connections'),
} as const;

function command(asRoot: boolean, word: string): CommandLine {
  return asRoot ? ['sudo', '-n', program, word] : [program, word];
}
