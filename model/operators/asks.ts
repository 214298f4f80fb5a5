import { sampleVote } from '../remediation/approval.ts';
import type { OperatorAsk } from './message.ts';
import { isBallot } from './message.ts';

/** What each message does, for the dialogs of the Temporal UI and for the command line. */
export const askedFor: Readonly<Record<OperatorAsk, string>> = {
  approve: 'approve the plan that waits',
  deny: 'refuse the plan that waits: people take over',
  acknowledge: 'say that you look after it: nobody else is woken for a while',
  escalate: 'wake the next level of the escalation policy now',
  undo: 'have a repair that is under way stop, and take back what it did',
  takeOver: 'go on by yourself: nothing more is begun here, and what was done stays',
  close: 'say that it is over, whatever its alerts say',
};

/** What to send, as JSON, but for the name. */
export function sampleOf(ask: OperatorAsk, code = 'abcd1234'): string {
  if (isBallot(ask)) return sampleVote(code);
  return ask === 'acknowledge' ? '{"by": "your name", "for": "30m"}' : '{"by": "your name", "comment": "why"}';
}

/** What the dialogs of the Temporal UI say of a message. */
export function describeAsk(ask: OperatorAsk): string {
  const text = isBallot(ask) ? '"its code your name"' : '"your name"';
  const [first = '', ...rest] = askedFor[ask];
  return `${first.toUpperCase()}${rest.join('')}. Input: ${sampleOf(ask)}, or ${text}.`;
}
