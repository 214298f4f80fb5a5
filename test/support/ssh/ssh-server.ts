import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { pipeline } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';
import type { SshHost } from '../../../model/host/host.ts';

/** What the server does with a command; it may also say nothing, or break off. */
type OnCommand = (line: string, channel: ServerChannel, session: CommandSession) => void;

interface CommandSession {
  readonly breakOff: () => void;
  readonly onSignal: (heard: (name: string) => void) => void;
}

interface TestSshServer {
  /** How to reach it, with the right keys. */
  readonly host: SshHost;
  /** How many connections have been let in. */
  readonly connections: () => number;
  /** How many of them are there now. */
  readonly openConnections: () => number;
}

interface TestSshServerOptions {
  readonly name?: string;
  readonly onCommand?: OnCommand;
  /** Called in place of opening a session for a command. */
  readonly onSession?: (refuse: () => void) => void;
  /** Called in place of accepting a command. */
  readonly onRequest?: (refuse: () => void, breakOff: () => void) => void;
}

/** A server of the real protocol that misbehaves as a test wishes; stopped after it. */
export async function anSshServer(options: TestSshServerOptions = {}): Promise<TestSshServer> {
  const { name = 'web-1', onCommand = answer(''), onSession, onRequest } = options;
  const [hostKey, userKey] = [aKeyPair(), aKeyPair()];
  const clients = new Set<ssh2.Connection>();
  let connections = 0;
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    clients.add(client);
    const breakOff = (): void => void client.end();
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    client.on('authentication', (context) => {
      const isRight = context.method === 'publickey' && context.key.data.equals(blobOf(userKey.public));
      return isRight ? context.accept() : context.reject(['publickey']);
    });
    client.on('ready', () => {
      connections += 1;
      client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
        const through = connect(destPort, destIP);
        const stream = accept();
        pipeline(stream, through, stream, () => undefined);
      });
      client.on('session', (accept, refuseSession) => {
        if (onSession) return onSession(refuseSession);
        const session = accept();
        const onSignal: CommandSession['onSignal'] = (heard) =>
          void session.on('signal', (_accept, _reject, { name: signal }) => heard(signal));
        session.on('exec', (acceptCommand, refuse, { command }) => {
          if (onRequest) return onRequest(refuse, breakOff);
          onCommand(command, acceptCommand(), { breakOff, onSignal });
        });
      });
    });
  });
  onTestFinished(() => {
    for (const client of clients) client.end();
    server.close();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const identity = { kind: 'key', privateKey: userKey.private, passphrase: null } as const;
  const address = { address: '127.0.0.1', port, user: 'nightshift', hostKeys: [hostKey.public] };
  return {
    host: { name, ...address, identity, via: null },
    connections: () => connections,
    openConnections: () => clients.size,
  };
}

/** Says something and ends well, or as given. */
export function answer(text: string, exitCode = 0): OnCommand {
  return (_line, channel) => {
    channel.write(text);
    channel.exit(exitCode);
    channel.end();
  };
}

export function aKeyPair(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    // One of some hundred that ssh2 makes is one that it cannot read.
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

function blobOf(publicKey: string): Buffer {
  const key = ssh2.utils.parseKey(publicKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
}
