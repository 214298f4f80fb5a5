import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { VendorFault } from './stand.ts';

/** One request as a vendor reads it. */
export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a vendor answers, as JSON. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A server that answers as a vendor would, unless it is told to fail. */
interface VendorServer {
  readonly url: string;
  readonly failNext: (...faults: readonly VendorFault[]) => void;
}

/**
 * Starts it on loopback; it ends with the test.
 *
 * @param answer to a request that meets no fault.
 * @param errorInSuccess an answer that says success by its status alone.
 */
export async function openVendorServer(
  answer: (request: VendorRequest) => VendorAnswer,
  errorInSuccess: VendorAnswer,
): Promise<VendorServer> {
  const faults: VendorFault[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', headers } = request;
      const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://vendor');
      const fault = faults.shift();
      if (fault === 'error-in-success') send(response, errorInSuccess);
      else if (fault) fail(response, fault);
      else send(response, answer({ method, path, query, headers, body }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, failNext: (...next) => void faults.push(...next) };
}

function send(response: ServerResponse, { status, body }: VendorAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, fault: Exclude<VendorFault, 'error-in-success'>): void {
  if (fault === 'hang') return;
  if (fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status, retryAfter, body = '' } = fault;
  response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(body);
}
