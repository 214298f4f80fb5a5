import type { WatchedKind } from '../../../model/kubernetes/watching/watched-alerts.ts';
import type { Kinds } from '../kinds.ts';

/** One object of a watched kind. */
export type WatchedObject = Kinds[WatchedKind];

/** One change of one object. */
interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: WatchedObject;
}

/** How a watch came to its end: it may go on from where it was, or all has to be listed anew. */
export interface WatchEnd {
  readonly kind: 'ended' | 'expired';
  /** The version that a next watch goes on from. */
  readonly version: string;
}

/**
 * Everything that happens to the objects of one cluster. Nothing of it is kept: objects are handed over, page by page or
 * change by change. Fails only as `KubernetesError`.
 */
export interface ClusterFeed {
  /** Hands over every object of a kind and resolves to the version that a watch goes on from. */
  readAll(kind: WatchedKind, take: (objects: readonly WatchedObject[]) => void, signal: AbortSignal): Promise<string>;
  /**
   * Hands over every change after a version, until the API server ends it, nothing is heard for a while, or the signal says so.
   *
   * @param heard called for whatever comes, bookmarks too.
   */
  follow(
    kind: WatchedKind,
    version: string,
    take: (change: Change) => void,
    heard: () => void,
    signal: AbortSignal,
  ): Promise<WatchEnd>;
}
