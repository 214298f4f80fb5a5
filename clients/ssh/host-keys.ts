import ssh2 from 'ssh2';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { NoConnectionError } from './no-connection.ts';

/** What a connection needs to accept the known host and no other. */
interface HostKeyRules {
  /** Those of the known keys: a server that has others too must show a known one. */
  readonly algorithms: readonly ServerHostKeyAlgorithm[];
  readonly isKnown: (key: Buffer) => boolean;
}

const algorithmsOf: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
};

/**
 * Reads a host's known public keys.
 *
 * @throws NoConnectionError where one cannot be read, or there is none: then no host would be the right one.
 */
export function hostKeyRules(host: string, hostKeys: readonly string[]): HostKeyRules {
  const known = hostKeys.map((line) => {
    const key = ssh2.utils.parseKey(line);
    const algorithms = key instanceof Error ? undefined : algorithmsOf[key.type];
    if (key instanceof Error || !algorithms)
      throw new NoConnectionError(`a host key of ${host} cannot be read: write it as ssh-keyscan prints it`);
    return { algorithms, blob: key.getPublicSSH() };
  });
  if (known.length === 0) throw new NoConnectionError(`no host key of ${host} is known: add it to its hostKeys`);
  return {
    algorithms: known.flatMap(({ algorithms }) => algorithms),
    isKnown: (key) => known.some(({ blob }) => blob.equals(key)),
  };
}
