import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '../../../model/service.ts';
import type { ServiceOverrides } from '../builders.ts';
import { aService } from '../builders.ts';
import { aProgram } from '../processes.ts';
import { aScratchFile } from '../scratch.ts';

/** A service whose starts are lines of a file: what is done to it is counted where it happens. */
interface CountedService {
  readonly service: ServiceDefinition;
  /** The file; its last line names the instance. */
  readonly file: string;
  /** How often it was restarted. */
  readonly restarts: () => number;
}

/** Adds a line that no start before has written. */
const oneMoreStart = `require('fs').appendFileSync(process.argv[1], crypto.randomUUID() + '\\n')`;

/** Makes one that was started once, long ago. */
export async function aCountedService(overrides: ServiceOverrides = {}): Promise<CountedService> {
  const file = await aScratchFile('the first start\n');
  const [restart, instance] = [aProgram(oneMoreStart, file), ['tail', '-n', '1', file] as const];
  return {
    service: aService({ restart, instance, ...overrides }),
    file,
    restarts: () => readFileSync(file, 'utf8').trimEnd().split('\n').length - 1,
  };
}
