import type { CommandLine, LogSource } from '../../model/service.ts';

/** Prints the newest bytes of a described log: one more than are wanted, so that it shows whether there was more. */
export function newestOf(logs: LogSource, bytes: number): CommandLine {
  return logs.kind === 'command' ? logs.command : ['tail', '-c', String(bytes + 1), '--', logs.path];
}
