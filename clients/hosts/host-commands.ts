import type { CleaningRule } from '../../model/host/cleaning.ts';
import type { CommandLine } from '../../model/service.ts';

/** Whether a command only looks, or does it. Both take the same arguments and see the same things. */
export type HostPurpose = 'list' | 'clean';

/** Where the program lies on every host; sudo knows it by this name alone. */
const program = '/usr/local/libexec/nightshift-host';

/** Folders that the answer names at most. */
const largestFolders = '10';

/** The command lines that look at a disk. They are the same each time, because sudo allows them word by word. */
export const lookingCommands = {
  usage: (path: string): CommandLine => sudo('usage', path),
  largest: (path: string): CommandLine => sudo('largest', path, largestFolders),
  deletedOpen: (path: string): CommandLine => sudo('deleted-open', path),
};

/** The command line that looks at what a rule would clean, or cleans it. */
export function cleaningCommand(purpose: HostPurpose, rule: CleaningRule): CommandLine {
  const { name, verb, words } = wordsOf(rule);
  return sudo(name, purpose === 'list' ? 'list' : verb, ...words);
}

/** What a host's own configuration has to say so that a rule may be carried out there. */
export function configurationLine(rule: CleaningRule): string {
  const { name, words } = wordsOf(rule);
  return [name, ...words].join(' ');
}

interface RuleWords {
  readonly name: string;
  /** What cleaning is called. */
  readonly verb: string;
  readonly words: readonly string[];
}

function wordsOf(rule: CleaningRule): RuleWords {
  switch (rule.kind) {
    case 'temporary':
      return { name: 'files', verb: 'clean', words: [rule.root, String(rule.olderThanMinutes)] };
    case 'logs':
      return { name: 'logs', verb: 'rotate', words: [rule.configFile, ...(rule.stateFile ? [rule.stateFile] : [])] };
    case 'packages':
      return { name: 'caches', verb: 'clean', words: [rule.manager] };
    case 'journal':
      return { name: 'journal', verb: 'vacuum', words: [String(rule.keepBytes)] };
    case 'images':
      return { name: 'images', verb: 'prune', words: [rule.engine] };
    case 'backups': {
      const { root, keepAtLeast, olderThanMinutes, suffix } = rule;
      const words = [root, String(keepAtLeast), String(olderThanMinutes), ...(suffix ? [suffix] : [])];
      return { name: 'backups', verb: 'clean', words };
    }
  }
}

function sudo(...words: readonly string[]): CommandLine {
  return ['sudo', '-n', program, ...words];
}
