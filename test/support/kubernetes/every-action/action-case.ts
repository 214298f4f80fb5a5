import type { ActionName } from '../../../../model/names.ts';
import type { Settings } from '../../../../model/remediation/plan.ts';
import type { Cluster } from '../use-control-plane.ts';

/** An object, as people name it. */
export interface NamedObject {
  readonly kind: string;
  readonly name: string;
}

/** Something that an action can be carried out on. */
export interface Prepared {
  readonly kind: string;
  readonly name: string;
  readonly settings?: Settings;
  /** The object that is changed where it is not the target itself. */
  readonly changes?: NamedObject;
  /** What of the cluster the action changes, as people would read it off. */
  readonly state: () => Promise<string>;
  /** Puts another object of the same name in the place of the one that is changed. */
  readonly replace: () => Promise<unknown>;
}

/** Has an action carried out by people; what its undo would have to know. */
export type ByPeople = (action: ActionName, object: NamedObject, settings?: Settings) => Promise<Settings>;

/** One action, and everything that a test must know to try it in every situation. */
export interface ActionCase {
  readonly action: ActionName;
  /** Its objects have its name, so that all actions find room in one namespace. */
  readonly prepare: (cluster: Cluster, byPeople: ByPeople) => Promise<Prepared>;
  /** The state before it and after it was carried out once. */
  readonly before: string;
  readonly after: string;
  /** The first right that an account lacks which may only read. */
  readonly lacks: string;
  /** Where it says of a namesake that there is nothing left to do. */
  readonly contentWithNamesake?: string;
}
