import { createServer } from 'node:net';
import { StackError } from '../errors.ts';

// Below every ephemeral range: outgoing connections of this machine never take such a port, and a client that keeps
// dialling a stopped component cannot end up connected to itself.
const lowest = 10_240;
const highest = 31_999;
const attempts = 200;

const handedOut = new Set<number>();

/** Says whether a loopback port is free at this moment. */
export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A loopback port nobody listens on; one process never gets the same one twice. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await canListen(port)) return port;
  }
  throw new StackError('no-free-port', `No free loopback port between ${lowest} and ${highest}.`);
}
