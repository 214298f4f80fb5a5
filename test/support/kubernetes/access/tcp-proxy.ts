import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A way to a server that can be cut: what is under way and what comes then stays without an answer. */
interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  /** Breaks off what was under way, and lets everything through again. */
  mend(): void;
}

/** Stands before a port of loopback. */
export async function aTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((incoming) => {
    incoming.on('error', () => undefined);
    sockets.add(incoming);
    if (isCut) return;
    const outgoing = connect(targetPort, '127.0.0.1');
    outgoing.on('error', () => incoming.destroy());
    sockets.add(outgoing);
    incoming.pipe(outgoing).pipe(incoming);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
