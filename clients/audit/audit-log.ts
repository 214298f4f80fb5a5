import type { ActionRecord, AuditRecord } from '../../model/audit.ts';
import { openAppendFile } from './append-file.ts';
import { auditLine } from './audit-line.ts';
import { auditUnavailable, AuditUnavailableError } from './audit-unavailable.ts';
import { findRecords } from './find-records.ts';

/** The memory of what was decided and done, outside Temporal and longer than its retention. */
export interface AuditLog {
  /**
   * Resolves when the record would survive a loss of power.
   *
   * @throws AuditUnavailableError when that cannot be promised. The record may be there all the same.
   */
  write(record: AuditRecord): Promise<void>;
  /**
   * The intents and results of one side effect, oldest first. An intent without a result may have happened.
   *
   * @throws AuditUnavailableError when nobody can tell.
   */
  find(key: string): Promise<readonly ActionRecord[]>;
  /** Lets what is under way end. */
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly written: () => void;
  readonly failed: (error: AuditUnavailableError) => void;
}

/**
 * Opens the audit log on disk: JSON Lines, one record each, only ever appended. Records that are written at
 * the same time share one sync.
 *
 * @throws AuditUnavailableError when it cannot be opened for writing.
 */
export async function openAuditLog(file: string): Promise<AuditLog> {
  const lines = await openAppendFile(file).catch((error: unknown) => {
    throw auditUnavailable(file, error);
  });
  let waiting: Waiting[] = [];
  let committing: Promise<void> | undefined;
  let isClosed = false;

  const commit = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await lines.append(batch.map(({ line }) => line).join(''));
        for (const { written } of batch) written();
      } catch (error) {
        for (const { failed } of batch) failed(auditUnavailable(file, error));
      }
    }
    committing = undefined;
  };

  return {
    async write(record) {
      if (isClosed) throw new AuditUnavailableError(file, 'it is closed');
      const line = auditLine(record);
      if (line === undefined) throw new AuditUnavailableError(file, 'a record is too long for a line');
      await new Promise<void>((written, failed) => {
        waiting.push({ line, written, failed });
        committing ??= commit();
      });
    },

    async find(key) {
      try {
        return await findRecords(file, key);
      } catch (error) {
        throw auditUnavailable(file, error);
      }
    },

    async close() {
      isClosed = true;
      await committing;
      await lines.close();
    },
  };
}
