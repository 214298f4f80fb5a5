import type { Kinds } from '../../../clients/kubernetes/kinds.ts';
import type { FoundOf, StoredKind } from './object-of-action.ts';
import { nameOf } from './object-of-action.ts';

/** Changes an object that was just read: first as a rehearsal, then in earnest, and only as long as it is as it was read. */
export async function patchAsRead<K extends StoredKind>(
  { api, kind, ...found }: FoundOf<K>,
  object: Kinds[K],
  { annotations, spec }: { readonly annotations: Readonly<Record<string, string>>; readonly spec: object },
  type: 'merge' | 'strategic',
): Promise<void> {
  const { uid = '', resourceVersion = '' } = object.metadata ?? {};
  const patch = { metadata: { uid, resourceVersion, annotations }, spec };
  const one = nameOf(found);
  await api.patch(kind, one, patch, { type, dryRun: true });
  await api.patch(kind, one, patch, { type });
}
