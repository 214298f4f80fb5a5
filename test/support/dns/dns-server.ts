import type { RemoteInfo } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** How a server answers: with the addresses that it knows, with SERVFAIL, or not at all. */
type DnsBehaviour = 'answers' | 'fails' | 'silent';

/** A DNS server on a loopback address, which may change its ways at any time. */
export interface TestDnsServer {
  readonly address: string;
  readonly port: number;
  behaviour: DnsBehaviour;
  /** How often it was asked. */
  asked: number;
  readonly stop: () => void;
}

const typeA = 1;
const noError = 0;
const serverFailure = 2;
const nameError = 3;

/** Starts one that knows these names; port 53 needs root. */
export async function startDnsServer(
  address: string,
  port: number,
  records: Readonly<Record<string, string>>,
): Promise<TestDnsServer> {
  const socket = createSocket('udp4');
  socket.bind(port, address);
  await once(socket, 'listening');
  const server: TestDnsServer = {
    address,
    port: socket.address().port,
    behaviour: 'answers',
    asked: 0,
    stop: () => socket.close(),
  };
  socket.on('message', (query: Buffer, sender: RemoteInfo) => {
    server.asked += 1;
    if (server.behaviour === 'silent') return;
    socket.send(responseTo(query, server.behaviour === 'fails' ? null : records), sender.port, sender.address);
  });
  return server;
}

/** The answer to a query, by what is known; null knows nothing and fails. */
function responseTo(query: Buffer, records: Readonly<Record<string, string>> | null): Buffer {
  const { name, end } = nameIn(query);
  const address = records?.[name];
  const type = query.readUInt16BE(end);
  const code = records === null ? serverFailure : address === undefined ? nameError : noError;
  const answers = code === noError && type === typeA ? [answerOf(address ?? '')] : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, query.subarray(12, end + 4), ...answers]);
}

function nameIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** A record of type A for the name that was asked for, to be kept for no time at all. */
function answerOf(address: string): Buffer {
  return Buffer.from([0xc0, 12, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
}
