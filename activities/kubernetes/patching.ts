import type { Kinds } from '../../clients/kubernetes/kinds.ts';
import type { FoundOf, StoredKind } from './object-of-action.ts';

/** What of an object is patched, and of its metadata; null takes a part away. */
interface Part {
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly [part: string]: unknown;
}

/**
 * Changes an object that was just read: first as a rehearsal, then in earnest, and only as long as it is as it was read.
 *
 * @returns the object as it is then.
 */
export async function patchAsRead<K extends StoredKind>(
  { api, kind, namespace, name }: Pick<FoundOf<K>, 'api' | 'kind' | 'namespace' | 'name'>,
  { metadata = {} }: Pick<Kinds[K], 'metadata'>,
  { labels, annotations, ...rest }: Part,
  type: 'merge' | 'strategic' = 'merge',
): Promise<Kinds[K]> {
  const { uid = '', resourceVersion = '' } = metadata;
  const patch = { ...rest, metadata: { uid, resourceVersion, labels, annotations } };
  await api.patch(kind, { namespace, name }, patch, { type, dryRun: true });
  return api.patch(kind, { namespace, name }, patch, { type });
}
