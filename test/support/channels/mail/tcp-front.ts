import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** Stands before a server and knows its connections, whatever is spoken on them: to break one below TLS harms nobody. */
export interface TcpFront {
  readonly port: number;
  /** How many clients are connected now. */
  readonly open: () => number;
  /** Breaks the client's connection that the server sees come from this port. */
  readonly reset: (remotePort: number) => void;
}

/** Opens a front of a server on the loopback. */
export async function aTcpFront(behind: number): Promise<TcpFront> {
  const pairs = new Map<Socket, Socket>();
  const front = createServer((client) => {
    const server = connect(behind, '127.0.0.1');
    pairs.set(client, server);
    client.on('error', () => undefined).once('close', () => pairs.delete(client) && server.destroy());
    server.on('error', () => undefined).once('close', () => client.destroy());
    client.pipe(server).pipe(client);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  onTestFinished(() => {
    for (const client of pairs.keys()) client.destroy();
    front.close();
  });
  return {
    port: (front.address() as AddressInfo).port,
    open: () => pairs.size,
    reset: (remotePort) => {
      for (const [client, server] of pairs) if (server.localPort === remotePort) client.resetAndDestroy();
    },
  };
}
