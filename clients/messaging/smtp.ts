import type { NodemailerError, SendMailOptions, SMTPTransportOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { EmailSettings } from '../../model/notices/channel-settings.ts';
import { usualAuthorities } from '../tls/usual-authorities.ts';

/** Where mail is handed in, and as whom. */
export type MailServer = Pick<EmailSettings, 'host' | 'port' | 'security' | 'login' | 'authorities'>;

/** What is handed in: no files, and nobody hidden. */
export type Mail = Omit<SendMailOptions, 'attachments' | 'envelope' | 'raw' | 'signal' | 'to'> & {
  /** Plain addresses, which are also those of the envelope. */
  readonly sender: string;
  readonly recipients: readonly string[];
};

/** One who does not get what the others got. */
export interface RefusedRecipient {
  /** The place among the recipients, from 0: their address is nothing for a log. */
  readonly place: number;
  /** What the server answered; null where it did not say. */
  readonly status: number | null;
}

/** How handing in ended. A reason is a few plain words, none of them the server's. */
type MailOutcome =
  | { readonly outcome: 'delivered'; readonly refused: readonly RefusedRecipient[] }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'unavailable'; readonly reason: string };

/** How long to wait for a server, in milliseconds. */
interface MailPatience {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Between two signs of life. */
  readonly silenceMs: number;
  /** For the whole of it: a server that trickles must not hold an attempt up. */
  readonly totalMs: number;
}

/** Well below the 30 seconds that an attempt to tell people has. */
const usualPatience: MailPatience = { connectMs: 5_000, greetingMs: 5_000, silenceMs: 10_000, totalMs: 20_000 };

/**
 * Hands one message in, by a connection of its own that is closed at the end, whatever happens. Never rejects. Where the
 * connection breaks before the last answer nobody knows whether the server has it: a message that is handed in again
 * needs the same Message-ID.
 */
export async function handIn(
  server: MailServer,
  { recipients, sender, ...mail }: Mail,
  patience = usualPatience,
): Promise<MailOutcome> {
  const transport = createTransport(optionsOf(server, patience));
  try {
    const { rejected, rejectedErrors = [] } = await transport.sendMail({
      ...mail,
      to: recipients.map((address) => ({ name: '', address })),
      envelope: { from: sender, to: [...recipients] },
      signal: AbortSignal.timeout(patience.totalMs),
    });
    const refused = rejected.map((address, index) => ({
      // A domain comes back in lower case.
      place: recipients.findIndex((recipient) => recipient.toLowerCase() === address.toLowerCase()),
      status: rejectedErrors[index]?.responseCode ?? null,
    }));
    return { outcome: 'delivered', refused };
  } catch (error) {
    return troubleOf(error as NodemailerError);
  } finally {
    transport.close();
  }
}

function optionsOf({ host, port, security, login, authorities }: MailServer, patience: MailPatience) {
  const options: SMTPTransportOptions = {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { ca: [...usualAuthorities(), ...(authorities === null ? [] : [authorities])] },
    connectionTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    greetingTimeout: patience.greetingMs,
    socketTimeout: patience.silenceMs,
    // What a message names as its content is never read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  // A login that is configured is demanded: a server that forgets to offer one shall not pass as an open relay.
  return login ? { ...options, auth: { user: login.user, pass: login.password }, forceAuth: true } : options;
}

function troubleOf({
  code,
  originalCode,
  timeoutType,
  permanent,
  responseCode,
  command,
}: NodemailerError): MailOutcome {
  const detail = timeoutType ?? originalCode ?? code ?? 'error';
  if (responseCode === undefined) return withoutAnswer(code, detail);
  const answer = `status ${responseCode}${command === undefined ? '' : ` to ${command.split(' ', 1).join('')}`}`;
  if (permanent === false) return absence(answer);
  if (code === 'EAUTH') return refusal(`it does not accept the login (${answer}): check user and password`);
  if (code === 'ETLS') return refusal(`it does not offer STARTTLS (${answer}): check port and security`);
  return refusal(answer);
}

/** What went wrong where the server said nothing, or nothing that it was asked. */
function withoutAnswer(code: string | undefined, detail: string): MailOutcome {
  if (isAboutCertificates(detail))
    return refusal(`its certificate is not trusted (${detail}): renew it, or name its authority in authorities`);
  if (wrongProtocol.has(detail)) return refusal('it does not speak TLS at this port: check port and security');
  if (code === 'EAUTH') return refusal('it offers no login that can be used: check port, security and login');
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return refusal('the message or an address cannot be used');
  return absence(code === 'EABORT' ? 'it took too long' : /^[A-Z][A-Z0-9_]{1,39}$/.test(detail) ? detail : 'error');
}

const wrongProtocol: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** The codes of OpenSSL and of Node.js for a chain that does not hold. */
function isAboutCertificates(code: string): boolean {
  return /CERT|UNABLE_TO_(?:GET|VERIFY|DECODE)|^INVALID_(?:CA|PURPOSE)$|^HOSTNAME_MISMATCH$/.test(code);
}

function refusal(reason: string): MailOutcome {
  return { outcome: 'refused', reason };
}

function absence(reason: string): MailOutcome {
  return { outcome: 'unavailable', reason };
}
