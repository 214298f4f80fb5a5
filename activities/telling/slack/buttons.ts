import { sealButton } from '../../../clients/messaging/slack-button.ts';
import type { Report, ReportKind } from '../../../model/incident/report.ts';
import type { OperatorAsk } from '../../../model/operators/message.ts';
import { plain } from './blocks.ts';

type Label = readonly [text: string, style?: 'primary' | 'danger'];

const labels: Readonly<Partial<Record<OperatorAsk, Label>>> = {
  approve: ['Approve', 'primary'],
  deny: ['Deny', 'danger'],
  acknowledge: ['Acknowledge'],
  takeOver: ['Take over'],
};

/** What makes sense after each report; nothing does when it is over. */
const asksAfter: Readonly<Partial<Record<ReportKind, readonly OperatorAsk[]>>> = {
  'approval-needed': ['approve', 'deny', 'acknowledge', 'takeOver'],
  repairing: ['takeOver'],
  escalated: ['acknowledge', 'takeOver'],
};

const maxLinkLength = 3_000;

/**
 * The buttons of a message, as one block; none where there is nothing to click.
 *
 * @param secret seals them; null where nobody could tell that a click comes from Slack.
 */
export function buttonsOf(report: Report, page: string | null, secret: string | null): readonly object[] {
  const asks = secret === null ? [] : (asksAfter[report.kind] ?? []);
  const buttons = [
    ...asks.flatMap((ask) => (secret === null ? [] : askButton(report, ask, secret))),
    ...(page !== null && page.length <= maxLinkLength ? [linkButton(page)] : []),
  ];
  return buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : [];
}

/** None for a vote where no plan waits, or where only senders count whom the server vouches for. */
function askButton({ incident, run, code }: Report, ask: OperatorAsk, secret: string): readonly object[] {
  const isVote = ask === 'approve' || ask === 'deny';
  if (isVote && !code) return [];
  const [text, style] = labels[ask] ?? [ask];
  const value = sealButton({ ask, incident, run: run ?? null, code: isVote ? (code ?? null) : null }, secret);
  if (value === null) return [];
  return [{ type: 'button', action_id: ask, text: plain(text), value, ...(style ? { style } : {}) }];
}

function linkButton(url: string): object {
  return { type: 'button', action_id: 'page', text: plain('Open the incident'), url };
}
