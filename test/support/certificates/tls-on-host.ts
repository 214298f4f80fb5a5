import type { Host, HostFile } from '../../../stack/host/host.ts';
import type { Authority } from './authority.ts';

/** One that is served on a host. */
interface ServedThere {
  readonly name: string;
  readonly port: number;
  /** Days that the certificate is still valid. */
  readonly left: number;
}

const folder = '/etc/tls';

/** Serves one by openssl; called again it is served anew. */
const reloadScript = `#!/bin/sh
set -eu
pid=$(cat "/run/tls-$1.pid" 2>/dev/null || echo)
[ -z "$pid" ] || { kill -KILL "$pid" 2>/dev/null; while [ -d "/proc/$pid" ]; do sleep 0.1; done; }
setsid openssl s_server -accept "127.0.0.1:$(cat ${folder}/$1.port)" -www -quiet \\
  -cert ${folder}/$1.pem -key ${folder}/$1.key -cert_chain ${folder}/authority.pem >>/var/log/tls.log 2>&1 </dev/null &
echo "$!" >"/run/tls-$1.pid"
`;

/** Counts, then issues a new one for three months, unless the authority does not want to; may take a while to end. */
const renewScript = `#!/bin/sh
set -eu
echo "$1" >>/var/lib/renewals
[ ! -e "${folder}/$1.refused" ] || { echo 'too many certificates already issued'; exit 1; }
cd ${folder}
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=shop.test \\
  -addext subjectAltName=DNS:shop.test -keyout next.key -out next.csr
openssl x509 -req -in next.csr -CA authority.pem -CAkey authority.key -set_serial "0x4$(openssl rand -hex 15)" \\
  -days 90 -copy_extensions copyall -out next.pem
mv next.key "$1.key"
mv next.pem "$1.pem"
[ ! -e "$1.slow" ] || sleep 20
`;

/** What a host needs on which certificates are served, renewed and read again by scripts that only root may run. */
export async function filesForTls(
  authority: Authority,
  served: readonly ServedThere[],
): Promise<Readonly<Record<string, HostFile>>> {
  const files: Record<string, HostFile> = {
    [`${folder}/authority.pem`]: secret(authority.intermediate.certificate),
    [`${folder}/authority.key`]: secret(authority.intermediate.key),
    '/usr/local/sbin/reload-tls': { content: reloadScript, mode: 0o700 },
    '/usr/local/sbin/renew-tls': { content: renewScript, mode: 0o700 },
  };
  for (const { name, port, left } of served) {
    const { certificate, key } = await authority.issue({ until: left });
    files[`${folder}/${name}.pem`] = secret(certificate);
    files[`${folder}/${name}.key`] = secret(key);
    files[`${folder}/${name}.port`] = { content: String(port) };
  }
  return files;
}

function secret(content: string): HostFile {
  return { content, mode: 0o600 };
}

/** What nightshift.yaml says of them. */
export function certificateSettings({ rootFile }: Authority, served: readonly ServedThere[]): readonly object[] {
  return served.map(({ name, port }) => ({
    name,
    host: 'web-1',
    match: { certificate: name },
    endpoint: `127.0.0.1:${port}`,
    serverName: 'shop.test',
    authorities: rootFile,
    file: `${folder}/${name}.pem`,
    readAsRoot: true,
    renew: ['sudo', '-n', '/usr/local/sbin/renew-tls', name],
    reload: ['sudo', '-n', '/usr/local/sbin/reload-tls', name],
    commandTimeout: '40s',
  }));
}

/** How often the authority was asked for one. */
export async function renewalsOf(host: Host, name: string): Promise<number> {
  const { stdout } = await host.run(['cat', '/var/lib/renewals']);
  return stdout.split('\n').filter((line) => line === name).length;
}
