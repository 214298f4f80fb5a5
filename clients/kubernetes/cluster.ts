import type { Kind, Kinds } from './kinds.ts';

/** One object. The namespace is null for kinds that are in none. */
export interface ObjectName {
  readonly namespace: string | null;
  readonly name: string;
}

/** Which objects are meant. */
export interface Selection {
  /** Null for kinds that are in none, and for all namespaces. */
  readonly namespace: string | null;
  /** As in the API: `app=web,tier!=cache`. Values come from objects of the API server or are checked before. */
  readonly labels?: string;
  /** As in the API: `spec.nodeName=node-1`. */
  readonly fields?: string;
  /** More objects than these are not read; 500 unless given. */
  readonly most?: number;
}

/** What was selected, and whether that is all there is. */
export interface Selected<Item> {
  readonly items: readonly Item[];
  readonly isWhole: boolean;
}

/** How something is changed. */
export interface ChangeOptions {
  /** The API server says what would be, and changes nothing. */
  readonly dryRun?: boolean;
}

/** What becomes of an object; other parts of it stay. */
interface Patch {
  readonly metadata: { readonly uid: string; readonly resourceVersion?: string; readonly [part: string]: unknown };
  readonly [part: string]: unknown;
}

/** What must be true of an object for it to be deleted: nobody's namesake is ever touched. */
export interface DeleteOptions extends ChangeOptions {
  readonly uid: string;
  readonly resourceVersion?: string;
}

/** Which end of which log. */
interface LogQuestion {
  readonly container: string;
  /** The log of the container before its last restart. */
  readonly previous: boolean;
  readonly maxBytes: number;
}

/** One question of whether the account may do something. */
export interface AccessQuestion {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: string;
  readonly namespace: string | null;
}

/**
 * The API server of one cluster. Every call keeps to the cluster's limits of time and rate, and fails only as
 * `KubernetesError`. Names are checked before they get into a path.
 */
export interface Cluster {
  readonly name: string;
  /** Null where there is no such object. */
  get<K extends Kind>(kind: K, one: ObjectName): Promise<Kinds[K] | null>;
  list<K extends Kind>(kind: K, selection: Selection): Promise<Selected<Kinds[K]>>;
  /**
   * Changes an object by a patch. Nothing happens unless it is still the object with the `uid`, and the
   * `resourceVersion` if there is one, in the patch's own metadata: then the error is a `conflict`.
   *
   * @param patch a JSON merge patch, or for `strategic` one that knows lists of named things, such as containers.
   */
  patch<K extends Kind>(
    kind: K,
    one: ObjectName,
    patch: Patch,
    options?: ChangeOptions & { readonly type?: 'merge' | 'strategic' },
  ): Promise<Kinds[K]>;
  create<K extends Kind>(kind: K, object: Kinds[K], options?: ChangeOptions): Promise<Kinds[K]>;
  /** Its dependents go too, in the background. No error where it is gone already. */
  delete(kind: Kind, one: ObjectName, options: DeleteOptions): Promise<void>;
  /** Asks for a pod to go as its disruption budgets allow; they refuse as `budget`. */
  evict(pod: ObjectName, options: DeleteOptions): Promise<void>;
  /** The end of a container's log as it was written; null where there is none. */
  readLog(pod: ObjectName, question: LogQuestion): Promise<string | null>;
  /** Whether the account may do something. */
  mayI(question: AccessQuestion): Promise<boolean>;
  /** Ends its connections. */
  close(): void;
}
