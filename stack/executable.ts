import { StackError } from './errors.ts';
import type { Installation } from './provider.ts';

/** The executable of a component that runs only where it is started from here. */
export function executableOf(name: string, installation: Installation): string {
  if (installation.kind === 'executable') return installation.path;
  throw new StackError('not-ours', `${name} is started from here only, not used at ${installation.address}.`);
}
