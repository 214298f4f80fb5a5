import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { RequestOptions } from 'node:https';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** One request, whole. */
interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** What TLS needs, and the proxy if there is one. */
  readonly options: RequestOptions;
  readonly body: string | null;
  /** More of an answer is never read. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request without a whole answer. */
export class BrokenExchange extends Error {
  override readonly name = 'BrokenExchange';
  /** Whether the server may have seen the request. */
  readonly wasSent: boolean;
  /** The connection had been kept, and was closed from the other side at that moment. */
  readonly wasStale: boolean;

  constructor(reason: string, wasSent: boolean, wasStale = false) {
    super(reason);
    this.wasSent = wasSent;
    this.wasStale = wasStale;
  }
}

/** Connections that are kept between requests, few at a time. */
export interface Connections {
  exchange(request: Request): Promise<Answer>;
  close(): void;
}

/** Kept shorter than API servers and the load balancers before them keep theirs. */
const kept = { keepAlive: true, maxSockets: 32, timeout: 45_000 };

/** Makes the connections of one cluster. */
export function openConnections(): Connections {
  const agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) };
  return {
    exchange: ({ options, ...request }) => {
      const agent = options.agent ?? (request.url.protocol === 'http:' ? agents['http:'] : agents['https:']);
      return exchangeOnce({ ...request, options: { ...options, agent } });
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function exchangeOnce({ method, url, options, headers, body, maxBytes, signal }: Request): Promise<Answer> {
  const isPlain = url.protocol === 'http:';
  // Node itself says nothing of the length of what a DELETE carries, and then it is not read.
  const length = { 'content-length': String(Buffer.byteLength(body ?? '')) };
  return new Promise((resolve, reject) => {
    let wasSent = false;
    const beSeen = (): void => {
      wasSent = true;
    };
    const fail = (error: NodeJS.ErrnoException, wasAnswered: boolean): void => {
      const reason = signal.aborted ? 'no answer in time' : (error.code ?? error.message);
      const wasStale = request.reusedSocket && !wasAnswered && !signal.aborted;
      reject(error instanceof BrokenExchange ? error : new BrokenExchange(reason, wasSent, wasStale));
    };
    const request = (isPlain ? httpRequest : httpsRequest)(
      url,
      { ...options, headers: { ...headers, ...length }, method, signal },
      (response) => {
        bodyOf(response, maxBytes).then(
          (whole) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole }),
          (error: unknown) => fail(error as Error, true),
        );
      },
    );
    request.once('error', (error) => fail(error, false));
    // Before the certificate of the server is known to be right, it is told nothing.
    request.once('socket', (socket) => {
      if (socket.connecting) socket.once(isPlain ? 'connect' : 'secureConnect', beSeen);
      else beSeen();
    });
    request.end(body ?? undefined);
  });
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new BrokenExchange(`an answer of more than ${maxBytes} bytes`, true);
    chunks.push(chunk);
  }
  if (!response.complete) throw new BrokenExchange('half an answer', true);
  return Buffer.concat(chunks);
}
