import type { CommandLine } from '../../model/service.ts';

/** Where the programs lie that Nightshift's own commands name without a folder. */
const folders: Readonly<Record<string, string>> = {
  openssl: '/usr/bin/openssl',
  resolvectl: '/usr/bin/resolvectl',
  systemctl: '/usr/bin/systemctl',
  'unbound-control': '/usr/sbin/unbound-control',
};

/** The words after `sudo -n`, as sudoers(5) writes them; nothing for a command that needs no rights, or that no line can allow. */
export function sudoersWords([first, second, program, ...args]: CommandLine): readonly string[] {
  if (first !== 'sudo' || second !== '-n' || program === undefined) return [];
  // A line of sudoers can hold neither: the command stays forbidden.
  if ([program, ...args].some((word) => word === '' || /[\r\n]/.test(word))) return [];
  const path = folders[program] ?? program;
  // Without any word after it, sudoers would allow any.
  const words = args.length > 0 ? args.map(escaped).join(' ') : '""';
  return [`${escaped(path)} ${words}`];
}

/** What means something to sudoers, or to its patterns, stands for itself behind a backslash; a backslash means something to both. */
function escaped(word: string): string {
  return word.replaceAll('\\', String.raw`\\`).replace(/[,:=#!*?[\]^ \t]|\\/g, (mark) => `\\${mark}`);
}
