import { isObjectName } from '../object.ts';

/** What Kubernetes makes random names of: neither vowels nor what looks alike. */
const safe = '[bcdfghjklmnpqrstvwxz2456789]';
const ofDeployment = new RegExp(`^(.+)-${safe}{6,10}-${safe}{5}$`);

/**
 * The Deployment whose pods have such names: `<deployment>-<hash of its template>-<five characters>`. It need not exist:
 * other pods may happen to be called so.
 */
export function deploymentOfPod(name: string): string | null {
  const deployment = ofDeployment.exec(name)?.[1];
  return deployment !== undefined && isObjectName(name) ? deployment : null;
}
