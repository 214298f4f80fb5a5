import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MailServer } from '../../../../clients/messaging/smtp.ts';
import { handIn } from '../../../../clients/messaging/smtp.ts';
import { aClosedPort } from '../../../support/http/http-stub.ts';

const mail = { sender: 'nightshift@shop.test', recipients: ['oncall@shop.test'], subject: 'web', text: 'web is down' };
const hurried = { connectMs: 150, greetingMs: 150, silenceMs: 150, totalMs: 5_000 };

/** Speaks as much of SMTP as there are answers, then says nothing any more, or goes on in its own way. */
async function aServerThatStopsAfter(
  answers: readonly string[],
  afterwards: (socket: Socket) => void = () => undefined,
) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const left = [...answers];
    const next = (): void => {
      const answer = left.shift();
      if (answer === undefined) return afterwards(socket);
      socket.write(`${answer}\r\n`);
    };
    sockets.push(socket);
    socket.on('error', () => undefined);
    let heard = '';
    let inMail = false;
    socket.on('data', (chunk) => {
      heard += String(chunk);
      const isWhole = inMail ? heard.endsWith('\r\n.\r\n') : heard.endsWith('\r\n');
      if (!isWhole) return;
      inMail = heard.startsWith('DATA');
      heard = '';
      next();
    });
    next();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { ...aServerAt(port), sockets };
}

function aServerAt(port: number): { readonly server: MailServer } {
  return { server: { host: '127.0.0.1', port, security: 'none', login: null, authorities: null } };
}

const greeting = '220 mail.shop.test ESMTP';
const afterEhlo = [greeting, '250 mail.shop.test'];
const afterMail = [...afterEhlo, '250 ok'];
const afterData = [...afterMail, '250 ok', '354 go on'];

describe('handIn', () => {
  it.each([
    ['its greeting', []],
    ['EHLO', [greeting]],
    ['MAIL', afterEhlo],
    ['RCPT', afterMail],
    ['DATA', [...afterMail, '250 ok']],
    ['the final dot', afterData],
  ])('gives up on a server that hangs at %s, and closes the connection', async (_stage, answers) => {
    const { server, sockets } = await aServerThatStopsAfter(answers);

    const outcome = await handIn(server, mail, hurried);

    expect(outcome).toEqual({ outcome: 'unavailable', reason: expect.stringMatching(/_TIMEOUT$/) as string });
    await expect.poll(() => sockets.every(({ readyState }) => readyState !== 'open')).toBe(true);
  });

  it('gives up on a server that begins no TLS', async () => {
    const { server } = await aServerThatStopsAfter([]);

    const outcome = await handIn({ ...server, security: 'tls' }, mail, hurried);

    expect(outcome).toEqual({ outcome: 'unavailable', reason: expect.stringMatching(/_TIMEOUT$/) as string });
  });

  it('gives up on a server that trickles', async () => {
    const { server, sockets } = await aServerThatStopsAfter([], (socket) => {
      const timer = setInterval(() => socket.write('220-welcome\r\n'), 20);
      socket.once('close', () => clearInterval(timer));
    });

    const outcome = await handIn(server, mail, { connectMs: 9_000, greetingMs: 9_000, silenceMs: 9_000, totalMs: 300 });

    expect(outcome).toEqual({ outcome: 'unavailable', reason: 'it took too long' });
    await expect.poll(() => sockets.every(({ readyState }) => readyState !== 'open')).toBe(true);
  });

  it.each([
    ['is gone before a word', [], (socket: Socket) => void socket.destroy()],
    ['is gone after the final dot', afterData, (socket: Socket) => void socket.destroy()],
    ['speaks something else', ['HTTP/1.1 400 Bad Request'], () => undefined],
  ])('may be tried again where the server %s', async (_what, answers, afterwards) => {
    const { server } = await aServerThatStopsAfter(answers, afterwards);

    expect(await handIn(server, mail, hurried)).toMatchObject({ outcome: 'unavailable' });
  });

  it('may be tried again where nothing listens', async () => {
    const { server } = aServerAt(await aClosedPort());

    expect(await handIn(server, mail, hurried)).toEqual({ outcome: 'unavailable', reason: 'ECONNREFUSED' });
  });

  it('demands the login that is configured, where the server offers none', async () => {
    const { server } = await aServerThatStopsAfter([...afterEhlo, '502 what?']);

    const outcome = await handIn({ ...server, login: { user: 'nightshift', password: 'hunter22' } }, mail, hurried);

    expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('login') as string });
  });
});
