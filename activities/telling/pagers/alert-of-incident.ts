import { createHash } from 'node:crypto';
import type { ReportKind } from '../../../model/incident/report.ts';
import type { Receipt } from '../../../model/notices/notice.ts';
import type { Message } from '../../contracts/channel.ts';

/** What a pager may do with an alert. */
type PagerStep = 'open' | 'acknowledge' | 'close';

/** What is to be done with one alert. */
export interface PagerChange {
  readonly step: PagerStep;
  /** By which the pager tells it from others. */
  readonly key: string;
}

/** What a message means to a pager. */
interface PagerPlan {
  /** In this order; each is the same however often it is done. */
  readonly changes: readonly PagerChange[];
  /** Whether it only adds to an alert that is open already. */
  readonly addsOnly: boolean;
  readonly receipt: Receipt | null;
}

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
 * What is to be done at a pager. People who are needed again after they had acknowledged are woken by an alert with a
 * key of its own: pagers add to an acknowledged one without a sound, and would work off a closing and an opening by the
 * same key in any order.
 */
export function pagerPlan({ report: { kind, incident }, receipt }: Pick<Message, 'report' | 'receipt'>): PagerPlan {
  const step = steps[kind];
  if (step === null) return { changes: [], addsOnly: false, receipt };
  const before = receipt?.['alert'];
  const round = Number(receipt?.['round'] ?? 1);
  const wakesAnew = step === 'open' && before === 'acknowledge';
  const now = wakesAnew ? round + 1 : round;
  const change = { step, key: keyOf(incident, now) };
  return {
    changes: wakesAnew ? [change, { step: 'close', key: keyOf(incident, round) }] : [change],
    addsOnly: step === 'open' && before === 'open',
    receipt: { alert: step, round: String(now) },
  };
}

/** Stable, readable and unique, and of characters that every path takes as they are. */
function keyOf(incident: string, round: number): string {
  const readable = incident.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 150);
  const digest = createHash('sha256').update(incident.toWellFormed()).digest('hex').slice(0, 16);
  return `nightshift-${readable}-${digest}${round > 1 ? `-${round}` : ''}`;
}
