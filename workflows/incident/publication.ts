import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { incidentDetails } from '../../model/incident/shown/details.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { scoreMemo } from '../../model/incident/score.ts';
import type { searchAttributes } from '../../model/names.ts';

/** The search attributes by the names that workers register on the server. */
const keys = {
  status: keywordKey('NightshiftStatus'),
  statusSince: datetimeKey('NightshiftStatusSince'),
  runbook: keywordKey('NightshiftRunbook'),
  target: keywordKey('NightshiftTarget'),
  severity: keywordKey('NightshiftSeverity'),
};

/**
 * Shows a record on the server as it is now: details for people, the score for the scorecard once there is
 * an outcome, and search attributes. What has not changed is not written again.
 *
 * @param before what this run published last.
 */
export function publish(record: IncidentRecord, before: IncidentRecord | undefined): void {
  const { status, runbook, target, severity, statusSince, outcome, score } = record;
  setCurrentDetails(incidentDetails(record));
  if (outcome && JSON.stringify(score) !== JSON.stringify(before?.score)) upsertMemo({ [scoreMemo]: score });
  const same = status === before?.status && runbook === before.runbook && target === before.target;
  if (same && severity === before.severity) return;
  upsertSearchAttributes([
    { key: keys.status, value: status },
    { key: keys.statusSince, value: new Date(statusSince) },
    { key: keys.runbook, value: runbook },
    { key: keys.target, value: target },
    { key: keys.severity, value: severity },
  ]);
}

type NamesOf<Type> = {
  [Name in keyof typeof searchAttributes]: (typeof searchAttributes)[Name] extends Type ? Name : never;
}[keyof typeof searchAttributes];

function keywordKey(name: NamesOf<'Keyword'>) {
  return defineSearchAttributeKey(name, 'KEYWORD');
}

function datetimeKey(name: NamesOf<'Datetime'>) {
  return defineSearchAttributeKey(name, 'DATETIME');
}
