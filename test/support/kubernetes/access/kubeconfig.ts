import { stringify } from 'yaml';
import { aScratchFile } from '../../scratch.ts';

/** A kubeconfig for an API server without TLS. */
export function kubeconfigOf(server: string, token = 'very-secret'): string {
  return stringify({
    'current-context': 'shop',
    clusters: [{ name: 'shop', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'shop', context: { cluster: 'shop', user: 'operator' } }],
    users: [{ name: 'operator', user: { token } }],
  });
}

/** The same in a file until the end of the test. */
export function aKubeconfig(server: string, token?: string): Promise<string> {
  return aScratchFile(kubeconfigOf(server, token));
}
