import type { Client } from 'ssh2';
import { connect } from './connect.ts';
import type { SshHost } from '../../model/host/host.ts';

/** Connections that commands share. */
interface SshConnections {
  /**
   * Does something over the host's connection, which is opened where there is none. Who finds that the host says nothing
   * any more gives the connection up, and the next one opens another.
   *
   * @throws NoConnectionError where there is no way to the host; whatever `use` throws.
   */
  readonly using: <Result>(
    host: SshHost,
    use: (client: Client, giveUp: () => void) => Promise<Result>,
  ) => Promise<Result>;
  /** Ends all of them, also those that are being opened. */
  readonly close: () => void;
}

interface Shared {
  readonly client: Promise<Client>;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

const connectTimeoutMs = 10_000;
const idleMs = 30_000;

/** Makes an empty set of connections: one for each host, reused, and closed once it is idle for half a minute. */
export function createSshConnections(): SshConnections {
  const open = new Map<string, Shared>();

  const forget = (name: string, shared: Shared): void => {
    clearTimeout(shared.idle);
    if (open.get(name) === shared) open.delete(name);
  };
  const end = (name: string, shared: Shared): void => {
    forget(name, shared);
    void shared.client.then((client) => client.end()).catch(() => undefined);
  };
  const begin = (host: SshHost): Shared => {
    const shared: Shared = { client: connect(host, connectTimeoutMs), users: 0, idle: undefined };
    open.set(host.name, shared);
    shared.client
      .then((client) => client.once('close', () => forget(host.name, shared)))
      .catch(() => forget(host.name, shared));
    return shared;
  };

  return {
    async using(host, use) {
      const shared = open.get(host.name) ?? begin(host);
      shared.users += 1;
      clearTimeout(shared.idle);
      try {
        const client = await shared.client;
        const giveUp = (): void => {
          // Not only once it is closed: until then others would still be given it.
          forget(host.name, shared);
          client.destroy();
        };
        return await use(client, giveUp);
      } finally {
        shared.users -= 1;
        if (shared.users === 0 && open.get(host.name) === shared)
          shared.idle = setTimeout(() => end(host.name, shared), idleMs).unref();
      }
    },
    close() {
      for (const [name, shared] of open) end(name, shared);
    },
  };
}
