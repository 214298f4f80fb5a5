import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';

/** One request as it came over the wire. */
interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** When all of it was here, in milliseconds. */
  readonly at: number;
}

/** What to do with one request. */
export type StubAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  /** Says nothing, and leaves the connection open. */
  | 'silence'
  /** Breaks the connection in the middle of a successful answer. */
  | 'break-off';

/** A real server on a loopback port that expects exactly the announced requests. */
interface HttpStub {
  readonly url: string;
  readonly port: number;
  /** What has come in, oldest first. */
  readonly requests: readonly StubRequest[];
}

/**
 * Starts a stub that gives one answer per request, in their order. The test fails at its end if a
 * request came that nobody expected, or if an answer was left over.
 */
export async function anHttpStub(...answers: readonly StubAnswer[]): Promise<HttpStub> {
  const requests: StubRequest[] = [];
  const left = [...answers];
  const unexpected: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, path: url, headers, body, at: performance.now() });
      const answer = left.shift();
      if (!answer) unexpected.push(`${method} ${url}`);
      respond(response, answer ?? { status: 500 });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect({ unexpected, unused: left }).toEqual({ unexpected: [], unused: [] });
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, requests };
}

/** A port on which nothing listens: it was free a moment ago. */
export async function aClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function respond(response: ServerResponse, answer: StubAnswer): void {
  if (answer === 'silence') return;
  if (answer === 'break-off') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half of it', () => response.destroy());
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body ?? '');
}
