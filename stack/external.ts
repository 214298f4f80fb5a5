import { StackError } from './errors.ts';
import type { RunningComponent } from './provider.ts';

/** A component that was already running at a given address: using it starts nothing, and nothing here ends it. */
export function external(name: string): RunningComponent {
  return {
    pid: undefined,
    exited: undefined,
    kill: (signal) => {
      throw new StackError('not-ours', `${name} was not started here and must not get ${signal}.`);
    },
    stop: () => Promise.resolve(),
  };
}
