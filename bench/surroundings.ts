import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';

/** Everything that figures depend on besides the code under test. */
export interface Surroundings {
  readonly date: string;
  readonly machine: {
    readonly cores: number;
    readonly processor: string;
    readonly memoryGiB: number;
    readonly system: string;
    /** Processes that wanted to run in the minute before: what others want makes every figure worse. */
    readonly load: number;
  };
  readonly versions: { readonly nightshift: string; readonly commit: string | null; readonly node: string };
}

/** Looks around; to be asked before the bench itself is at work. */
export async function lookAround(): Promise<Surroundings> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  return {
    date: new Date().toISOString(),
    machine: {
      cores: cpus().length,
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${process.platform} ${process.arch}`,
      load: loadavg()[0] ?? 0,
    },
    versions: { nightshift: version, commit: commit(), node: process.version },
  };
}

/** One line of it for people. */
export function describeSurroundings({ date, machine, versions }: Surroundings): string {
  const { cores, processor, memoryGiB, load } = machine;
  const nightshift = `Nightshift ${versions.nightshift}${versions.commit ? ` (${versions.commit})` : ''}`;
  const place = `${cores} cores, ${processor}, ${memoryGiB} GiB, load ${load.toFixed(1)}`;
  return `${date.slice(0, 10)}: ${nightshift}, Node ${versions.node}, ${place}`;
}

function commit(): string | null {
  try {
    const options = { cwd: import.meta.dirname, stdio: 'pipe' } as const;
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).toString().trim();
  } catch {
    return null;
  }
}
