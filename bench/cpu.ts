import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of one tick of the kernel's accounting, on every Linux of today. */
const tickMs = 10;

/**
 * Milliseconds of processor time that everything started from here has used so far, this process not counted. Others on
 * the machine make it no larger, which is more than can be said of any clock. NaN where there is no `/proc`.
 */
export function usedByChildrenMs(): number {
  const parents = new Map<number, { readonly parent: number; readonly ms: number }>();
  for (const pid of processIds()) {
    const usage = usageOf(pid);
    if (usage) parents.set(pid, usage);
  }
  const isOurs = (pid: number): boolean => {
    const parent = parents.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isOurs(parent));
  };
  if (parents.size === 0) return Number.NaN;
  return [...parents].reduce((sum, [pid, { ms }]) => sum + (isOurs(pid) ? ms : 0), 0);
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Of a process and of those of its children that have ended. */
function usageOf(pid: number): { readonly parent: number; readonly ms: number } | undefined {
  try {
    // The name may hold anything, also spaces and parentheses; what follows it does not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [parent = 0, ...ticks] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
    return { parent, ms: ticks.reduce<number>((sum, tick) => sum + (tick ?? 0), 0) * tickMs };
  } catch {
    return undefined;
  }
}
