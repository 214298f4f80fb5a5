import { StackError } from '../errors.ts';
import { findOnPath } from '../obtaining/find.ts';
import type { Command } from './watched-process.ts';

// The user that owns nothing, by its number: its name and the name of its group differ between systems.
const nobody = '65534';

const asNobody = [
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  '--clear-groups',
  // Folders of root's are closed to nobody, and root's cache and scratch folders are where a component lies and keeps its
  // data. This one capability opens them again, which is still less than root may do.
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
  // Without it a program that asks what it may do is told what nobody may do without the capability.
  '--securebits=+no_setuid_fixup',
  '--',
];

/** The same command for programs that refuse to run as root; other users get it unchanged. */
export async function withoutRoot<Given extends Command>(command: Given): Promise<Given> {
  if (process.getuid?.() !== 0) return command;
  const setpriv = await findOnPath(process.env, 'setpriv');
  if (!setpriv) {
    throw new StackError(
      'failed-to-start',
      `${command.command} does not run as root. Install setpriv (Debian: \`apt-get install util-linux\`), or use another user.`,
    );
  }
  return { ...command, command: setpriv, args: [...asNobody, command.command, ...command.args] };
}
