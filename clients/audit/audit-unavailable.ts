/** The audit cannot be written or read, so nothing may be done. The record that failed may be on disk all the same. */
export class AuditUnavailableError extends Error {
  override readonly name = 'AuditUnavailableError';

  constructor(file: string, reason: string) {
    super(`the audit log ${file} cannot be used (${reason}): give it room and rights, or set another audit.file`);
  }
}

/** Names what an operation on the log failed of. */
export function auditUnavailable(file: string, error: unknown): AuditUnavailableError {
  if (error instanceof AuditUnavailableError) return error;
  const { code, name } = error as NodeJS.ErrnoException;
  return new AuditUnavailableError(file, code ?? name);
}
