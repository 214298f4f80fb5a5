import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Host } from './host.ts';

/** A pair of keys in OpenSSH's formats. */
interface SshKey {
  readonly privateKey: string;
  /** Its type, and the key in base64. */
  readonly publicKey: string;
}

const generate = `set -eu
folder=$(mktemp -d)
ssh-keygen -q -t ed25519 -N '' -C '' -f "$folder/key"
cat "$folder/key"
rm -r "$folder"
`;

const derive = `set -eu
file=$(mktemp)
cat >"$file"
ssh-keygen -y -f "$file"
rm "$file"
`;

/** The key whose private half is in this file of this machine; made there, by the tools of a host, where it is missing. */
export async function sshKeyIn(file: string, host: Host): Promise<SshKey> {
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await host.succeed(['sh', '-c', generate]), { mode: 0o600 });
  }
  const privateKey = await readFile(file, 'utf8');
  const derived = await host.succeed(['sh', '-c', derive], privateKey);
  return { privateKey, publicKey: derived.trim().split(' ').slice(0, 2).join(' ') };
}
