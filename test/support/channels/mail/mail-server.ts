import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import type { EmailSettings } from '../../../../model/notices/channel-settings.ts';
import { foundAuthority } from '../../certificates/authority.ts';
import { aScratchFolder } from '../../scratch.ts';
import { complaintsAbout } from './mail-rules.ts';
import type { TcpFront } from './tcp-front.ts';
import { aTcpFront } from './tcp-front.ts';

/** What a mail server makes of the next message. */
export interface MailFault {
  /** At which command. */
  readonly at: 'connect' | 'login' | 'sender' | 'recipient' | 'end';
  /** Its answer, or that it never answers, or breaks the connection. */
  readonly answer: number | 'hang' | 'reset';
  /** What it says besides. */
  readonly words?: string;
}

/** A message as it was taken. */
interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly mail: Email;
}

interface MailServerOptions {
  readonly security?: EmailSettings['security'];
  /** A server that could, and does not say so. */
  readonly withoutStartTls?: boolean;
  readonly certificate?: { readonly certificate: string; readonly key: string };
  /** Addresses that it does not know. */
  readonly unknown?: readonly string[];
}

export const mailLogin = { user: 'nightshift', password: 'correct-horse-battery' };

/** A real mail server that demands a login, and refuses what RFC 5321 and 5322 do not allow. */
export async function aMailServer({
  security = 'starttls',
  withoutStartTls = false,
  unknown = [],
  certificate,
}: MailServerOptions = {}) {
  const { authorities, issued } = await ownCertificate();
  const taken: TakenMail[] = [];
  const shown: string[] = [];
  const complaints: string[] = [];
  const faults: MailFault[] = [];
  const { key, certificate: cert } = certificate ?? issued;

  const meet = (at: MailFault['at'], port: number, callback: (error?: Error) => void): boolean => {
    if (faults[0]?.at !== at) return false;
    const { answer, words = 'not now' } = faults.shift() ?? { answer: 'hang' };
    if (answer === 'reset') front.reset(port);
    if (typeof answer === 'number') callback(Object.assign(new Error(words), { responseCode: answer }));
    return true;
  };

  const take = async (
    stream: SMTPServerDataStream,
    { envelope, remotePort }: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): Promise<void> => {
    const content = Buffer.concat((await stream.toArray()) as Buffer[]);
    const mail = await PostalMime.parse(content);
    if (meet('end', remotePort, callback)) return;
    const raw = content.toString('latin1');
    const why = complaintsAbout(raw);
    complaints.push(...why);
    if (why.length > 0) return callback(Object.assign(new Error(why.join('; ')), { responseCode: 554 }));
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), mail });
    shown.push(`${mail.subject ?? ''}\n${mail.text ?? ''}`);
    callback();
  };

  const server = new SMTPServer({
    secure: security === 'tls',
    key,
    cert,
    disabledCommands: security === 'none' || withoutStartTls ? ['STARTTLS'] : [],
    allowInsecureAuth: security === 'none' || withoutStartTls,
    disableReverseLookup: true,
    onConnect: ({ remotePort }, callback) => {
      if (!meet('connect', remotePort, callback)) callback();
    },
    onAuth: ({ username, password }, { remotePort }, callback) => {
      if (meet('login', remotePort, callback)) return;
      if (username === mailLogin.user && password === mailLogin.password) callback(null, { user: username });
      else callback(Object.assign(new Error(`no ${String(password)} here`), { responseCode: 535 }));
    },
    onMailFrom: (_address, { remotePort }, callback) => {
      if (!meet('sender', remotePort, callback)) callback();
    },
    onRcptTo: ({ address }, { remotePort }, callback) => {
      if (meet('recipient', remotePort, callback)) return;
      const isUnknown = unknown.includes(address);
      callback(isUnknown ? Object.assign(new Error(`no ${address} here`), { responseCode: 550 }) : null);
    },
    onData: (stream, session, callback) => {
      // A client that goes away in the middle has sent nothing.
      take(stream, session, callback).catch(() => undefined);
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => server.close());
  const front: TcpFront = await aTcpFront((server.server.address() as AddressInfo).port);

  const settings: EmailSettings = {
    name: 'email',
    everyIncident: true,
    digest: null,
    type: 'email',
    host: 'localhost',
    port: front.port,
    security,
    login: mailLogin,
    authorities,
    from: 'nightshift@shop.test',
    to: ['oncall@shop.test'],
  };
  return {
    settings,
    taken,
    /** The same as people read it. */
    shown,
    complaints,
    openConnections: front.open,
    failNext: (...next: readonly MailFault[]) => void faults.push(...next),
  };
}

let own: ReturnType<typeof makeOwnCertificate> | undefined;

/** One for all tests of a file: openssl takes its time. */
function ownCertificate() {
  own ??= makeOwnCertificate();
  return own;
}

async function makeOwnCertificate() {
  const authority = await foundAuthority(await aScratchFolder());
  const { certificate, key } = await authority.issue({ name: 'localhost' });
  return {
    authorities: await readFile(authority.rootFile, 'utf8'),
    issued: { certificate: `${certificate}${authority.intermediate.certificate}`, key },
  };
}
