import { KubernetesError } from '../../../clients/kubernetes/failure.ts';

/** What is to be taken out of which Service, as it is sealed into a plan. */
export interface RemovalSettings {
  readonly service: string;
  /** The label of a pod that the Service selects by, and its value. */
  readonly label: string;
  readonly value: string;
  /** The address in a slice. */
  readonly address: string;
  /** Given to an undo: the object that its action has changed, and how an endpoint was before. */
  readonly uid: string;
  readonly ready: string;
}

/** The settings of an action; what was not given is empty. */
export function removalSettings(settings: Readonly<Record<string, string>> = {}): RemovalSettings {
  const { service = '', label = '', value = '', address = '', uid = '', ready = '' } = settings;
  return { service, label, value, address, uid, ready };
}

/** Ends a change before anything was touched. */
export function refuse(because: string): never {
  throw new KubernetesError('refused', because);
}
