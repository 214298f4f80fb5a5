import type { FoundObject } from '../../described/clusters.ts';
import type { Kinds } from '../../../clients/kubernetes/kinds.ts';
import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionName } from '../../../model/names.ts';
import type { Facts, Settings } from '../../../model/remediation/plan.ts';
import type { StoredKind } from '../object-of-action.ts';

/** One value of an object, which one action sets and another one gives back. */
export interface ChangedValue<K extends StoredKind> {
  /** The action that sets it. */
  readonly action: ActionName;
  /** The action that gives it back. */
  readonly undo: ActionName;
  readonly kinds: readonly K[];
  /** The settings of a cluster that cap it. */
  readonly caps: readonly string[];
  readonly permissions: readonly Permission[];
  /** How a patch of it is read by the API server. */
  readonly patch: 'merge' | 'strategic';
  /** The value as it is now, and whatever else must not change until it is set. */
  readonly look: (object: Kinds[K], found: FoundObject, settings: Settings) => Promise<ValueFacts>;
  /** The value that the settings ask for. */
  readonly wanted: (settings: Settings) => string;
  /** Why the value may not be set to what is wanted; null where nothing speaks against it. */
  readonly obstacle: (now: Facts, settings: Settings, definition: ClusterDefinition) => string | null;
  /** The `spec` of a patch that sets it. */
  readonly specFor: (value: string, now: Facts, settings: Settings) => object;
  /** The `spec` of a patch that gives it back; `settings` has what {@link look} had said. */
  readonly specToRestore: (settings: Settings) => object;
  /** A value, for people. */
  readonly words: (value: string, settings: Settings) => string;
}

/** What an action on a value depends on. */
interface ValueFacts extends Facts {
  readonly value: string;
}
