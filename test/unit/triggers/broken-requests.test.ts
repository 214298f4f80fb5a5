import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunningTriggerServer } from '../../support/trigger/trigger-server.ts';
import { aTriggerServer } from '../../support/trigger/trigger-server.ts';
import { aBody } from '../../support/trigger/webhook-bodies.ts';

const head = [
  'POST /webhooks/alertmanager HTTP/1.1',
  'Host: localhost',
  'Content-Type: application/json',
  'Content-Length: 10000',
];

/** A connection of a sender that keeps its own side open, whatever the server says. */
async function aConnection({ url }: RunningTriggerServer, sent: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  // The server hangs up on it; that is what the tests are about.
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(sent);
  return socket;
}

/** Sends a little again and again, for so many milliseconds. */
function drip(socket: Socket, forMs = Infinity): void {
  const end = Date.now() + forMs;
  const timer = setInterval(() => {
    if (socket.writable && Date.now() < end) socket.write('x');
    else clearInterval(timer);
  }, 20);
}

/** What the server says until it says no more; the sender's own side stays open. */
async function answerOn(socket: Socket): Promise<string> {
  let said = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  await once(socket, 'end');
  return said;
}

describe('a sender that is too slow', () => {
  it.each([
    { part: 'the body', sent: `${head.join('\r\n')}\r\n\r\n{"alerts":` },
    { part: 'the headers', sent: `${head.join('\r\n')}\r\nX-Slow: ` },
  ])('with $part is answered with 408, and the connection is cut', async ({ sent }) => {
    const server = await aTriggerServer({ requestTimeoutMs: 500 });
    const socket = await aConnection(server, sent);
    const closed = new Promise((resolve) => socket.once('close', resolve));

    // What is sent to a server that has hung up takes its answer away.
    drip(socket, 250);
    const answer = await answerOn(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('{"error":"the request took too long to arrive"}');
    // Only a server that really hung up makes writing fail.
    drip(socket);
    await closed;
    expect(await server.counted()).toEqual({ 'request timed-out': 1 });
    expect((await server.post(aBody())).status).toBe(200);
  });
});

describe('a request that breaks', () => {
  it('is counted once when the connection is cut in the middle of the body', async () => {
    const server = await aTriggerServer();
    const socket = await aConnection(server, `${head.join('\r\n')}\r\n\r\n{"alerts":[`);

    socket.resetAndDestroy();

    await expect.poll(() => server.counted()).toEqual({ 'request bad-request': 1 });
    expect(server.incidents.alerts()).toEqual([]);
    expect((await server.post(aBody())).status).toBe(200);
    await expect
      .poll(() => server.counted())
      .toEqual({
        'request bad-request': 1,
        'request accepted': 1,
        'alert accepted': 1,
      });
  });

  it('is refused when its body ends too soon', async () => {
    const server = await aTriggerServer();
    const socket = await aConnection(server, `${head.join('\r\n')}\r\n\r\n{"alerts":[`);

    socket.end();
    const answer = await answerOn(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await expect.poll(() => server.counted()).toEqual({ 'request bad-request': 1 });
    expect((await server.post(aBody())).status).toBe(200);
  });

  it('is refused when it is not HTTP', async () => {
    const server = await aTriggerServer();
    const socket = await aConnection(server, '\u0016\u0003\u0001 <script>\r\n\r\n');

    const answer = await answerOn(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('{"error":"this is not a whole HTTP request"}');
    await expect.poll(() => server.counted()).toEqual({ 'request bad-request': 1 });
    expect((await server.post(aBody())).status).toBe(200);
  });

  it('does not keep the server from closing', async () => {
    const server = await aTriggerServer({ requestTimeoutMs: 200 });
    const socket = await aConnection(server, `${head.join('\r\n')}\r\nExpect: 100-continue\r\n\r\n`);
    const [begun] = (await once(socket, 'data')) as [Buffer];
    expect(begun.toString()).toMatch(/^HTTP\/1\.1 100 /);
    drip(socket);

    await expect(server.close()).resolves.toBeUndefined();
  });
});
