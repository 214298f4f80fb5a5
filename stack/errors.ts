/** Everything that can go wrong while a component is found, obtained, started or signalled. */
export type StackErrorCode =
  | 'component-missing'
  | 'download-failed'
  | 'build-failed'
  | 'failed-to-start'
  | 'port-taken'
  | 'no-free-port'
  | 'not-ours'
  | 'not-permitted';

/** The one error class of the stack; `code` says what went wrong, the message says what to do about it. */
export class StackError extends Error {
  readonly code: StackErrorCode;

  constructor(code: StackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StackError';
    this.code = code;
  }
}

/** The readable part of anything that was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
