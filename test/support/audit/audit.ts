import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditLog } from '../../../clients/audit/audit-log.ts';
import { openAuditLog } from '../../../clients/audit/audit-log.ts';
import type { AuditRecord } from '../../../model/audit.ts';
import { aScratchFolder } from '../scratch.ts';

/** The audit in a folder of its own, until the test is over. */
export async function anAudit(): Promise<{ readonly audit: AuditLog; readonly auditFile: string }> {
  const auditFile = join(await aScratchFolder(), 'audit.jsonl');
  const audit = await openAuditLog(auditFile);
  onTestFinished(() => audit.close());
  return { audit, auditFile };
}

/** Every record of an audit file, oldest first. */
export async function recordsIn(auditFile: string): Promise<readonly AuditRecord[]> {
  const lines = (await readFile(auditFile, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as AuditRecord);
}
