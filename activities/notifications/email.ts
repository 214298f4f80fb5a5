import { createHash } from 'node:crypto';
import type { Mail, RefusedRecipient } from '../../clients/messaging/smtp.ts';
import { handIn } from '../../clients/messaging/smtp.ts';
import type { EmailSettings } from '../../model/notices/channel-settings.ts';
import type { Recipient } from '../../model/notices/notice.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import type { Channel, Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import { emailBodyOf } from '../telling/email-body.ts';

const maxSubjectLength = 150;
const maxHeaderLength = 300;

/** Hands the report in as one mail, in the thread of its incident. What it is told again needs nothing that was answered. */
export const emailChannel: Channel<'email'> = async (message, settings, { log }) => {
  const recipients = recipientsOf(message.to, settings);
  const answer = await handIn(settings, mailOf(message, settings, recipients));
  if (answer.outcome === 'refused')
    throw failure('ChannelRefused', `the mail server refused the report: ${answer.reason}`);
  if (answer.outcome === 'unavailable')
    throw failure('ChannelUnavailable', `the mail server did not take the report: ${answer.reason}`);
  if (answer.refused.length > 0)
    log.warn(
      { channel: settings.name, incidentId: message.report.incident, refused: answer.refused.map(placeOf) },
      'the mail server refused some of the recipients',
    );
  return null;
};

/** @throws `ChannelRefused` where there is nobody, or nobody whom a mail can reach. */
function recipientsOf(to: Recipient | null, { to: everybody }: EmailSettings): readonly string[] {
  const recipients = to === null ? everybody : to.address === null ? [] : [to.address];
  if (recipients.length === 0)
    throw failure('ChannelRefused', `the email channel reaches nobody: name an address in ${to ? 'email' : 'to'}`);
  if (!recipients.every(isPlainAddress)) throw failure('ChannelRefused', 'a mail address cannot be used: correct it');
  return recipients;
}

/** One address without a name, a comment, a group or a second address in it. */
function isPlainAddress(address: string): boolean {
  return address.length <= 254 && /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[^\s@<>()[\]\\,;:"\p{C}]+$/u.test(address);
}

function mailOf(message: Message, { from }: EmailSettings, recipients: readonly string[]): Mail {
  const { id, report, to } = message;
  const { kind, incident, openedAt, severity, target } = report;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const thread = messageId(['incident', incident, openedAt ?? ''], domain);
  return {
    from: { name: 'Nightshift', address: from },
    sender: from,
    recipients,
    // The same for the whole incident: some programs begin a new thread with a new subject.
    subject: shorten(onOneLine(`[Nightshift] ${target ?? incident}`), maxSubjectLength),
    messageId: messageId(['message', id], domain),
    // Nobody has ever sent the root: so that any message may come first, be lost or come to somebody else.
    inReplyTo: thread,
    references: [thread],
    ...(to ? { priority: 'high' } : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Nightshift-Incident': shorten(onOneLine(incident), maxHeaderLength),
      'X-Nightshift-Kind': kind,
      'X-Nightshift-Severity': severity,
    },
    xMailer: false,
    ...emailBodyOf(message),
  };
}

/** The same parts make the same id, on any worker and on any attempt. */
function messageId(parts: readonly string[], domain: string): string {
  return `<${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}@${domain}>`;
}

/** Where in `to` it stands, counted from 1, with what the server said of it. */
function placeOf({ place, status }: RefusedRecipient): string {
  return `${place + 1}: ${status === null ? 'refused' : `status ${status}`}`;
}
