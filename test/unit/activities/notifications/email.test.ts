import { describe, expect, it } from 'vitest';
import { emailChannel } from '../../../../activities/notifications/email.ts';
import type { Message } from '../../../../activities/contracts/channel.ts';
import type { EmailSettings } from '../../../../model/notices/channel-settings.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aReport } from '../../../support/builders.ts';
import type { MailFault } from '../../../support/channels/mail/mail-server.ts';
import { aMailServer, mailLogin } from '../../../support/channels/mail/mail-server.ts';
import { hostileText } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

const robin = { person: 'robin', address: 'robin@shop.test' };
const words = 'words of the server';

/** What means something in a header, in HTML or on the wire. */
const mailTricks = [
  'x\r\nBcc: thief@evil.test\r\n\r\n<script>alert(1)</script>',
  '</pre></li><img src="https://evil.test/x.png" onerror=alert(1)>',
  '=?utf-8?Q?=0D=0ABcc:_thief@evil.test?=',
  '\r\n.\r\nQUIT\r\n',
].join(' ');

async function aChannel(options: Parameters<typeof aMailServer>[0] = {}) {
  const server = await aMailServer(options);
  const memory = aMemoryLog();
  return {
    ...server,
    memory,
    send: (message: Partial<Message> = {}, settings: Partial<EmailSettings> = {}) =>
      emailChannel(aMessage(message), { ...server.settings, ...settings }, memory),
    header: (name: string, index = -1) => server.taken.at(index)?.mail.headers.find(({ key }) => key === name)?.value,
  };
}

describe('emailChannel', () => {
  it('sends one mail as text and as HTML to all who follow the channel', async () => {
    const { send, taken, complaints, header } = await aChannel();

    const receipt = await send({ report: aReport({ asks: ['by command: nightshift approve web'] }) });

    const [{ to, from, mail } = { to: [], from: '', mail: undefined }] = taken;
    expect({ receipt, to, from, complaints }).toEqual({
      receipt: null,
      to: ['oncall@shop.test'],
      from: 'nightshift@shop.test',
      complaints: [],
    });
    expect(mail).toMatchObject({
      from: { name: 'Nightshift', address: 'nightshift@shop.test' },
      subject: '[Nightshift] host/host-1/service/web',
      attachments: [],
    });
    for (const part of [mail?.text, mail?.html])
      expect(part).toMatch(/A human is needed.+temporal\.example.+What to do.+nightshift approve web.+What happened/s);
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('x-nightshift-kind')).toBe('escalated');
    expect(header('x-priority')).toBeUndefined();
  });

  it('pages one person, with priority, and with nobody else on it', async () => {
    const { send, taken, header } = await aChannel();

    await send({ to: robin });

    expect(taken[0]?.to).toEqual(['robin@shop.test']);
    expect(taken[0]?.mail.to).toEqual([{ address: 'robin@shop.test', name: '' }]);
    expect(taken[0]?.mail.text).toContain('This page is for robin.');
    expect(header('importance')).toBe('High');
  });

  it('keeps a thread for each episode of an incident, whoever is told', async () => {
    const { send, taken } = await aChannel();
    const report = aReport({ openedAt: '2026-01-01T00:00:00.000Z' });

    await send({ report, id: 'one' });
    await send({ report: { ...report, kind: 'resolved', title: 'Resolved: web' }, id: 'two', to: robin });
    await send({ report: { ...report, openedAt: '2026-01-02T00:00:00.000Z' }, id: 'three' });

    const [first, second, later] = taken.map(({ mail }) => mail);
    expect(first?.inReplyTo).toBe(first?.references);
    expect(second?.references).toBe(first?.references);
    expect(second?.subject).toBe(first?.subject);
    expect(later?.references).not.toBe(first?.references);
    expect(new Set(taken.map(({ mail }) => mail.messageId)).size).toBe(3);
  });

  it('repeats its Message-ID when it does not know whether the mail has arrived', async () => {
    const { send, taken, failNext } = await aChannel();
    await send();
    failNext({ at: 'end', answer: 'reset' });

    const failure = await failureOf(() => send({ attempt: 2 }));
    await send({ attempt: 3 });

    expect(failure).toMatchObject(aFailure('ChannelUnavailable'));
    expect(taken).toHaveLength(2);
    expect(taken[1]?.mail.messageId).toBe(taken[0]?.mail.messageId);
  });

  it.each(['tls', 'starttls', 'none'] as const)('hands mail in with security %s', async (security) => {
    const { send, taken, complaints, openConnections } = await aChannel({ security });

    await send();

    expect({ taken: taken.length, complaints }).toEqual({ taken: 1, complaints: [] });
    await expect.poll(openConnections).toBe(0);
  });

  it.each<[string, MailFault, 'ChannelUnavailable' | 'ChannelRefused', RegExp]>([
    ['is closed', { at: 'connect', answer: 421 }, 'ChannelUnavailable', /421/],
    ['wants nobody', { at: 'connect', answer: 554 }, 'ChannelRefused', /554/],
    ['cannot check the login', { at: 'login', answer: 454 }, 'ChannelUnavailable', /454 to AUTH/],
    ['refuses the login', { at: 'login', answer: 535 }, 'ChannelRefused', /535.*check user and password/],
    ['refuses the sender', { at: 'sender', answer: 553 }, 'ChannelRefused', /553 to MAIL/],
    ['makes the recipient wait', { at: 'recipient', answer: 450 }, 'ChannelUnavailable', /450 to RCPT/],
    ['does not know the recipient', { at: 'recipient', answer: 550 }, 'ChannelRefused', /550 to RCPT/],
    ['has no room', { at: 'end', answer: 452 }, 'ChannelUnavailable', /452 to DATA/],
    ['refuses what the mail says', { at: 'end', answer: 554 }, 'ChannelRefused', /554 to DATA/],
    ['breaks off at the login', { at: 'login', answer: 'reset' }, 'ChannelUnavailable', /ECONN/],
    ['breaks off at the end', { at: 'end', answer: 'reset' }, 'ChannelUnavailable', /ECONN/],
  ])('fails without a secret where the server %s', async (_what, fault, type, message) => {
    const { send, failNext, memory } = await aChannel();
    failNext({ ...fault, words });

    const failure = await failureOf(() => send({ to: robin }));

    expect(failure).toMatchObject({ ...aFailure(type), message: expect.stringMatching(message) as string });
    expectNoSecret([mailLogin.password, robin.address, words], failure, memory);
  });

  it('counts as delivered when only some of the recipients are refused, and says which', async () => {
    const to = ['alex@shop.test', 'gone@Shop.test', 'kim@shop.test'];
    const { send, taken, memory } = await aChannel({ unknown: ['gone@shop.test'] });

    await send({}, { to });

    expect(taken[0]?.to).toEqual(['alex@shop.test', 'kim@shop.test']);
    expect(memory.lines()).toMatchObject([{ level: 40, channel: 'email', refused: ['2: status 550'] }]);
    expectNoSecret(to, undefined, memory);
  });

  it.each<[string, Parameters<typeof aMailServer>[0], Partial<EmailSettings>, RegExp]>([
    ['STARTTLS is not offered', { withoutStartTls: true }, {}, /does not offer STARTTLS/],
    ['TLS is not spoken', { security: 'none' }, { security: 'tls' }, /does not speak TLS/],
    ['the authority is unknown', { security: 'tls' }, { authorities: null }, /certificate is not trusted/],
    ['the authority is unknown, after STARTTLS', {}, { authorities: null }, /certificate is not trusted/],
    ['the authorities are none', {}, { authorities: 'no PEM' }, /certificate is not trusted/],
    ['the certificate has another name', {}, { host: '127.0.0.1' }, /certificate is not trusted/],
    ['the password is wrong', {}, { login: { user: 'nightshift', password: 'hunter22' } }, /check user and password/],
    ['nobody is named', {}, { to: [] }, /reaches nobody/],
  ])('is refused with what to do, and sends nothing, where %s', async (_what, options, settings, message) => {
    const { send, taken, memory, settings: own } = await aChannel(options);

    const failure = await failureOf(() => send({}, settings));

    expect(failure).toMatchObject({ ...aFailure('ChannelRefused'), message: expect.stringMatching(message) as string });
    expect(taken).toEqual([]);
    expectNoSecret([mailLogin.password, 'hunter22', ...own.to], failure, memory);
  });

  it.each([
    'a@shop.test, b@evil.test',
    'a@shop.test\r\nBcc: b@evil.test',
    '"a" <b@evil.test>',
    'group: a@shop.test;',
    '',
  ])('refuses an address that is more than one: %j', async (address) => {
    const { send, taken } = await aChannel();

    const failure = await failureOf(() => send({ to: { person: 'robin', address } }));

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(taken).toEqual([]);
  });

  it('shows hostile text and obeys none of it', async () => {
    const { send, taken, complaints } = await aChannel();
    const evil = `${mailTricks} ${hostileText} ${'é€😀'.repeat(400)}`;
    const lines = [evil, 'long '.repeat(400), 'x'.repeat(5_000)];
    const report = aReport({
      incident: evil,
      target: null,
      title: evil,
      firing: lines,
      story: lines,
      asks: lines,
      details: lines,
      findings: lines,
      logs: { source: 'file', text: lines.join('\n'), truncated: false },
    });

    await send({ report, to: { person: evil, address: 'robin@shop.test' } });

    const [{ to, mail } = { to: [], mail: undefined }] = taken;
    expect({ to, complaints, mails: taken.length }).toEqual({ to: ['robin@shop.test'], complaints: [], mails: 1 });
    expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(mail?.subject).toMatch(/^\[Nightshift\] x Bcc: thief@evil\.test <script>/);
    expect(mail?.html).not.toMatch(/<(?:script|img|at)\b|src=["']?http/i);
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(mail?.html?.match(/href="[^"]*"/g)).toEqual([`href="${aMessage().page ?? ''}"`]);
    for (const part of [mail?.subject, mail?.text, mail?.html])
      // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
      expect(part).not.toMatch(/[\0\u001b\u202e\u2066\ud800]/u);
  });
});
