import { sealButton } from '../../../clients/messaging/slack-button.ts';
import type { Report } from '../../../model/incident/report.ts';
import type { OperatorAsk } from '../../../model/operators/message.ts';
import { plain } from './blocks.ts';

type Label = readonly [text: string, style?: 'primary' | 'danger'];

const labels: Readonly<Partial<Record<OperatorAsk, Label>>> = {
  approve: ['Approve', 'primary'],
  deny: ['Deny', 'danger'],
  acknowledge: ['Acknowledge'],
  takeOver: ['Take over'],
};

/** What makes sense after a report, by its kind, besides votes; nothing does when it is over. */
const asksAfter: ReadonlyMap<string, readonly OperatorAsk[]> = new Map([
  ['approval-needed', ['acknowledge', 'takeOver']],
  ['repairing', ['takeOver']],
  ['escalated', ['acknowledge', 'takeOver']],
  ['unanswered', ['acknowledge', 'takeOver']],
  ['acknowledged', ['takeOver']],
]);

const votes: readonly OperatorAsk[] = ['approve', 'deny'];

const maxLinkLength = 3_000;

/**
 * The buttons of a message, as one block; none where there is nothing to click. A plan that waits can be voted on in
 * whatever comes of its incident meanwhile.
 *
 * @param secret seals them; null where nobody could tell that a click comes from Slack.
 */
export function buttonsOf(report: Report, page: string | null, secret: string | null): readonly object[] {
  const asks = [...(report.code ? votes : []), ...(asksAfter.get(report.kind) ?? [])];
  const buttons = [
    ...(secret === null ? [] : asks.flatMap((ask) => askButton(report, ask, secret))),
    ...(page !== null && page.length <= maxLinkLength ? [linkButton(page)] : []),
  ];
  return buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : [];
}

function askButton({ incident, run, code }: Report, ask: OperatorAsk, secret: string): readonly object[] {
  const plan = votes.includes(ask) ? (code ?? null) : null;
  const value = sealButton({ ask, incident, run: run ?? null, code: plan }, secret);
  const [text, style] = labels[ask] ?? [ask];
  if (value === null) return [];
  return [{ type: 'button', action_id: ask, text: plain(text), value, ...(style ? { style } : {}) }];
}

function linkButton(url: string): object {
  return { type: 'button', action_id: 'page', text: plain('Open the incident'), url };
}
