import { createHash } from 'node:crypto';
import type { ReportKind } from '../../../model/incident/report.ts';
import type { Receipt } from '../../../model/notices/notice.ts';
import type { Message } from '../../contracts/channel.ts';

/** What a pager may do with the one alert that it has of an incident. */
export type PagerStep = 'open' | 'acknowledge' | 'close';

/** Null where there is nothing for a pager. */
const steps: Readonly<Record<ReportKind, PagerStep | null>> = {
  'approval-needed': 'open',
  escalated: 'open',
  unanswered: 'open',
  // Of what would have woken people one by one; its alert is theirs to close.
  digest: 'open',
  acknowledged: 'acknowledge',
  'taken-over': 'acknowledge',
  // Nobody is needed while a repair runs. Should it fail, what follows opens an alert that wakes people anew: an
  // acknowledged one would take it in silence.
  repairing: 'close',
  resolved: 'close',
  cleared: 'close',
  closed: 'close',
  review: null,
};

/**
 * What is to be done at a pager, in order. People who are needed again after they had acknowledged are woken by a new
 * alert: pagers add to an acknowledged one without a sound.
 */
export function pagerSteps({ report, receipt }: Pick<Message, 'report' | 'receipt'>): readonly PagerStep[] {
  const step = steps[report.kind];
  if (step === null) return [];
  return step === 'open' && receipt?.['alert'] === 'acknowledge' ? ['close', step] : [step];
}

/** Remembers the last step for the next message about the incident. */
export function pagerReceipt(done: readonly PagerStep[], before: Receipt | null): Receipt | null {
  const last = done.at(-1);
  return last ? { alert: last } : before;
}

/**
 * The key of an incident's alert, by which pagers tell it from others: stable, readable and unique, and of characters
 * that every path takes as they are.
 */
export function pagerKey(incident: string): string {
  const readable = incident.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 150);
  return `nightshift-${readable}-${createHash('sha256').update(incident.toWellFormed()).digest('hex').slice(0, 16)}`;
}
