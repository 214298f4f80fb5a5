import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import { hostKeyRules } from './host-keys.ts';
import type { SshHost, SshIdentity } from '../../model/host/host.ts';
import { NoConnectionError } from './no-connection.ts';

/** A host that says nothing for 15 s is gone. */
const keepalive = { keepaliveInterval: 5_000, keepaliveCountMax: 3 };

/**
 * Opens a connection, through the host's jump hosts if it has any, and accepts none but the known host keys.
 *
 * @param timeoutMs for the whole way.
 * @throws NoConnectionError with what to do about it.
 */
export function connect(host: SshHost, timeoutMs: number): Promise<ssh2.Client> {
  return open(host, AbortSignal.timeout(timeoutMs));
}

async function open(host: SshHost, signal: AbortSignal): Promise<ssh2.Client> {
  const { algorithms, isKnown } = hostKeyRules(host.name, host.hostKeys);
  const tunnel = host.via && (await openTunnel(host.via, host, signal));
  const client = new ssh2.Client();
  let keyIsWrong = false;
  const isRightHost = (key: Buffer): boolean => {
    keyIsWrong = !isKnown(key);
    return !keyIsWrong;
  };
  try {
    await ready(client, signal, () =>
      client.connect({
        ...(tunnel ? { sock: tunnel } : { host: host.address, port: host.port }),
        ...keepalive,
        ...credentials(host.identity),
        username: host.user,
        algorithms: { serverHostKey: [...algorithms] },
        hostVerifier: isRightHost,
        readyTimeout: 0,
      }),
    );
    return client;
  } catch (error) {
    client.destroy();
    tunnel?.destroy();
    throw new NoConnectionError(whyNot(host, error, { keyIsWrong, isLate: signal.aborted }), { cause: error });
  }
}

/** A stream from a jump host to the host behind it; the jump host's connection lives as long as the stream. */
async function openTunnel(via: SshHost, host: SshHost, signal: AbortSignal): Promise<Duplex> {
  const client = await open(via, signal);
  return new Promise((resolve, reject) => {
    const abandon = (): void => {
      client.destroy();
      reject(new NoConnectionError(`${via.name} opened no way to ${host.address}:${host.port}`));
    };
    signal.addEventListener('abort', abandon, { once: true });
    client.once('close', abandon);
    client.forwardOut('127.0.0.1', 0, host.address, host.port, (error, stream) => {
      signal.removeEventListener('abort', abandon);
      if (error) return abandon();
      stream.once('close', () => client.end());
      resolve(stream);
    });
  });
}

function ready(client: ssh2.Client, signal: AbortSignal, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const abandon = (): void => reject(new Error('no answer in time'));
    signal.addEventListener('abort', abandon, { once: true });
    client.once('ready', () => {
      signal.removeEventListener('abort', abandon);
      resolve();
    });
    // Stays for good: a connection that breaks later says so here too, and its commands hear of it by its end.
    client.on('error', reject);
    client.once('close', () => reject(new Error('the connection was closed')));
    start();
  });
}

function credentials(identity: SshIdentity) {
  if (identity.kind === 'agent') return { agent: identity.socket };
  const { privateKey, passphrase } = identity;
  return { privateKey, ...(passphrase === null ? {} : { passphrase }) };
}

function whyNot(
  { name, address, port, user }: SshHost,
  error: unknown,
  { keyIsWrong, isLate }: { readonly keyIsWrong: boolean; readonly isLate: boolean },
): string {
  const { level, message } = error as Error & { readonly level?: string };
  const where = `${name} (${address}:${port})`;
  if (isLate) return `${where} did not answer in time`;
  if (keyIsWrong)
    return `the host key of ${where} is not one of its hostKeys: add it only if you know why it has changed`;
  if (level === 'client-authentication')
    return `${where} does not let ${user} in: add the public key to the account's authorized_keys`;
  return `no connection to ${where}: ${message}`;
}
