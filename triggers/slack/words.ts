import type { AskOutcome } from '../../clients/temporal/operators/operator-messages.ts';
import type { ClickResult } from '../../metrics/slack-clicks.ts';
import type { OperatorAsk } from '../../model/operators/message.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

const maxLength = 500;

const done: Readonly<Record<OperatorAsk, string>> = {
  approve: 'Approved',
  deny: 'Denied',
  acknowledge: 'Acknowledged',
  escalate: 'Escalated',
  undo: 'Taken back',
  takeOver: 'Taken over',
  close: 'Closed',
};

/** What whoever clicked reads of it. Plain text, not escaped. */
export function wordsFor(ask: OperatorAsk, outcome: AskOutcome): string {
  switch (outcome.outcome) {
    case 'done':
      return maskedLine(`${done[ask]}: ${outcome.state}`, maxLength);
    case 'refused':
      return maskedLine(`Not counted: ${outcome.because}`, maxLength);
    case 'no-incident':
      return 'This incident is over: nothing was done.';
    case 'unheard':
      return 'Nobody answered in time, so that it may not have been counted. Look at the incident, and click again.';
  }
}

/** What whoever clicked reads where no incident answered. */
export const refusals = {
  'not-ours':
    'This button was not made for this app as it is now: use the newest message, or the page of the incident.',
  'unknown-person': 'Nightshift does not know you, and counted nothing: have your Slack id entered under people.',
  unavailable: 'Temporal does not answer, so that it may not have been counted: click again in a minute.',
} as const satisfies Partial<Record<ClickResult, string>>;
