import type { CertificateDefinition, CertificateEndpoint } from '../../model/certificate/certificate.ts';
import { splitAddress } from '../address.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type Described = ConfigFile['certificates'][number];

/** A certificate as the processes use it. */
export function certificateOf(certificate: Described): CertificateDefinition {
  const { name, host, match, file, readAsRoot, authorities, renew, reload, renewBefore, commandTimeout } = certificate;
  return {
    name,
    host,
    match,
    endpoint: endpointOf(certificate),
    file: file === undefined ? null : { path: file, asRoot: readAsRoot },
    authorities: authorities ?? null,
    renew: renew ?? null,
    reload: reload ?? null,
    renewBeforeMs: renewBefore,
    commandTimeoutMs: commandTimeout,
  };
}

function endpointOf({ endpoint, serverName }: Described): CertificateEndpoint | null {
  if (endpoint === undefined) return null;
  const { host, port } = splitAddress(endpoint);
  return { host, port, serverName: serverName ?? host };
}
