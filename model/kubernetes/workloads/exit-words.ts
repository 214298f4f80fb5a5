import type { Termination } from './pod-state.ts';

const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  4: 'SIGILL',
  6: 'SIGABRT: it gave up by itself',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL: killed from outside',
  11: 'SIGSEGV: a segmentation fault',
  13: 'SIGPIPE',
  15: 'SIGTERM: it was asked to end',
};

const codes: Readonly<Record<number, string>> = {
  0: 'it ended as if it were done',
  126: 'its command cannot be run',
  127: 'its command is not in the image',
};

/** How a container ended, as a part of a sentence: `exit code 137 (SIGKILL: killed from outside)`. */
export function exitInWords({ exitCode, signal, reason }: Termination): string {
  if (reason === 'OOMKilled') return `exit code ${exitCode} (OOMKilled: it used more memory than it may)`;
  const explained = codes[exitCode] ?? signals[signal ?? exitCode - 128];
  const named = reason && reason !== 'Error' && reason !== 'Completed' ? `${reason}: ` : '';
  const why = `${named}${explained ?? ''}`.replace(/: $/, '');
  return `exit code ${exitCode}${why ? ` (${why})` : ''}`;
}
