import type { Action } from '../remediation/plan.ts';
import { objectOf } from './object.ts';

/** What Nightshift writes on a node that it has cordoned: when, so that people and the undo know whose cordon it is. */
export const cordonAnnotation = 'nightshift.io/cordoned';

/**
 * What Nightshift leaves on whatever it has taken out of service: as a label of a pod the name of the Service, as an
 * annotation of a slice the addresses.
 */
export const outOfServiceMark = 'nightshift.io/out-of-service';

/** What a label of Kubernetes is made of. People paste the commands below: nothing else gets into them. */
const plain = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** How people do what an undo would do, as one line of kubectl; null for any other undo. */
export function byHand({ action, target, settings = {} }: Action): string | null {
  const object = objectOf(target);
  if (!object) return null;
  const { kind, namespace, name } = object;
  if (action === 'uncordon-node')
    return `kubectl uncordon ${name} && kubectl annotate node ${name} ${cordonAnnotation}-`;
  if (action !== 'restore-endpoint') return null;
  const { label = '', value = '' } = settings;
  if (kind === 'EndpointSlice') return `kubectl -n ${namespace} edit endpointslice ${name}`;
  if (!plain.test(label) || !plain.test(value)) return null;
  return `kubectl -n ${namespace} label pod ${name} ${label}=${value} ${outOfServiceMark}-`;
}
