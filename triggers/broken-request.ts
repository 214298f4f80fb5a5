import type { Socket } from 'node:net';
import type { RequestResult } from '../metrics/webhook.ts';

const answers = {
  'timed-out': { status: '408 Request Timeout', error: 'the request took too long to arrive' },
  'bad-request': { status: '400 Bad Request', error: 'this is not a whole HTTP request' },
} as const satisfies Partial<Record<RequestResult, { readonly status: string; readonly error: string }>>;

/** Answers what never became a request: too slow, cut off, or not HTTP. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): keyof typeof answers {
  const result = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timed-out' : 'bad-request';
  const body = JSON.stringify({ error: answers[result].error });
  const head = [
    `HTTP/1.1 ${answers[result].status}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Not `end` alone, after which a sender that never hangs up would keep the connection.
  socket.destroySoon();
  return result;
}
