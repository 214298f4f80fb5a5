import { readFileSync } from 'node:fs';
import type { ActionRecord, AuditRecord } from '../../../model/audit.ts';
import { actionRecordKinds } from '../../../model/audit.ts';
import type { Target } from '../../../model/target.ts';
import type { Part, Way } from './switches.ts';
import { switching } from './switches.ts';

/** The results that the audit has of a target's actions, oldest first. */
export function resultsOf(auditFile: string, target: Target): readonly string[] {
  return recordsOf(auditFile, target).flatMap((record) =>
    'result' in record ? [`${record.kind} of ${record.action}: ${record.result}`] : [],
  );
}

/** Whether the audit says that a part is to be switched. */
export function isOnRecord(auditFile: string, target: Target, part: Part, way: Way): boolean {
  const action = switching(part, way);
  return recordsOf(auditFile, target).some((record) => record.action === action && !('result' in record));
}

/** What the audit has of the votes on a target's repairs, oldest first: whose, and whether it counted or why not. */
export function votesOn(auditFile: string, target: Target): readonly string[] {
  return allRecordsOf(auditFile, target).flatMap((record) => {
    if (record.kind === 'approval') return [`${record.by} counted`];
    return record.kind === 'approval-refused' ? [`${record.by} ${record.refusal}`] : [];
  });
}

function recordsOf(auditFile: string, target: Target): readonly ActionRecord[] {
  return allRecordsOf(auditFile, target).filter(isOfAction);
}

function isOfAction(record: AuditRecord): record is ActionRecord {
  return actionRecordKinds.some((kind) => kind === record.kind);
}

function allRecordsOf(auditFile: string, target: Target): readonly AuditRecord[] {
  const lines = readFileSync(auditFile, 'utf8').split('\n');
  return lines.filter((line) => line.includes(`"${target}"`)).map((line) => JSON.parse(line) as AuditRecord);
}
