import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A receiver of pages that knows every message by its id, as vendors do. */
export interface PageCounter {
  readonly url: string;
  /** When each message came first, in milliseconds since 1970, by its id. */
  readonly firstAt: ReadonlyMap<string, number>;
  /** How many came once more. */
  readonly repeated: number;
  close(): Promise<void>;
}

/** Starts one on loopback. */
export async function startPageCounter(): Promise<PageCounter> {
  const firstAt = new Map<string, number>();
  let repeated = 0;
  const server = createServer((request, response) => {
    const at = Date.now();
    void json(request).then((body) => {
      const { id, incident } = body as { readonly id?: string; readonly incident: string };
      const key = id ?? incident;
      if (firstAt.has(key)) repeated++;
      else firstAt.set(key, at);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pages`,
    firstAt,
    get repeated() {
      return repeated;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
