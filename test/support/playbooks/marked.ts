import { readFileSync, readdirSync } from 'node:fs';
import { markVariable } from '../../../clients/commands/guarded/guard-order.ts';

/** The command lines of all that guards have started on this machine and that still runs. */
export function markedProcesses(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isMarked = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${markVariable}=`);
        return isMarked ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
}
