import type { MailFault } from './mail/mail-server.ts';
import { aMailServer, mailLogin } from './mail/mail-server.ts';
import type { OpenStand, VendorFault } from './stand.ts';

const words = 'words of the mail server';

/** A mail server with STARTTLS and a login. */
export const openEmailStand: OpenStand = async () => {
  const { settings, shown, complaints, failNext } = await aMailServer();
  return {
    settings,
    secrets: [mailLogin.password, words, ...settings.to],
    shown,
    complaints,
    failNext: (...faults) => failNext(...faults.map(inMail)),
  };
};

/** The same trouble as a mail server has it: its statuses are others. */
function inMail(fault: VendorFault): MailFault {
  if (fault === 'hang' || fault === 'reset') return { at: 'end', answer: fault };
  if (fault === 'error-in-success') return { at: 'end', answer: 554, words };
  const { status, body = words } = fault;
  if (status === 401 || status === 403) return { at: 'login', answer: 535, words: body };
  return { at: 'recipient', answer: status === 429 ? 450 : status >= 500 ? 451 : 550, words: body };
}
