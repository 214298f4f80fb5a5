import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** What becomes of a request on its way. */
export type Fate =
  | 'passed'
  /** Never answered, with the connection open. */
  | 'silence'
  | 'broken-off'
  /** Done, and the connection breaks before that is heard. */
  | 'answer-lost'
  | { readonly afterMs: number }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: object };

/** A request as the fates see it: its method and path, and how many came before it. */
interface SeenRequest {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly count: number;
}

/** Stands before a real server, and decides over each request. */
export async function anHttpProxy(
  target: string,
  fateOf: (request: SeenRequest) => Fate | Promise<Fate>,
): Promise<{ readonly url: string; readonly seen: readonly SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const request = { line: `${incoming.method} ${incoming.url}`, headers: incoming.headers, count: seen.length };
    seen.push(request);
    void handle(target, incoming, outgoing, () => fateOf(request)).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

async function handle(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  decide: () => Fate | Promise<Fate>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const fate = await decide();
  if (fate === 'silence') return;
  if (fate === 'broken-off') return void outgoing.destroy();
  if (typeof fate === 'object' && 'status' in fate) {
    const own = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' };
    outgoing.writeHead(fate.status, { ...own, ...fate.headers }).end(JSON.stringify(fate.body ?? {}));
    return;
  }
  if (typeof fate === 'object') await sleep(fate.afterMs);
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers;
  const answer = await fetch(`${target}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers: headers as Record<string, string>,
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  if (fate === 'answer-lost') return void outgoing.destroy();
  const { 'content-encoding': _encoding, 'content-length': _size, ...kept } = Object.fromEntries(answer.headers);
  outgoing.writeHead(answer.status, kept).end(Buffer.from(await answer.arrayBuffer()));
}
