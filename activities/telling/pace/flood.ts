import type { DigestSettings } from '../../../model/notices/channel-settings.ts';

/** Notices when too many messages go to one place to be read one by one. */
interface FloodWatch {
  /** Whether a message belongs into a digest. Asked again for the same message, the answer is the same, and it is not counted again. */
  isTooMany(place: string, message: { readonly id: string; readonly mustStandAlone: boolean }): boolean;
}

interface Counted {
  readonly id: string;
  readonly at: number;
  readonly isTooMany: boolean;
}

/** What must stand alone does so until there are so many times more. */
const aloneFactor = 5;

/** Makes the watch over the places of one channel: everybody, and each person. Each worker counts for itself. */
export function createFloodWatch(
  { after, withinMs }: DigestSettings,
  now: () => number = () => performance.now(),
): FloodWatch {
  const places = new Map<string, readonly Counted[]>();
  const mostAlone = after * aloneFactor;
  return {
    isTooMany(place, { id, mustStandAlone }) {
      const recent = (places.get(place) ?? []).filter(({ at }) => at > now() - withinMs);
      const limit = mustStandAlone ? mostAlone : after;
      const known = recent.find((message) => message.id === id);
      const isTooMany = known ? known.isTooMany : recent.length >= limit;
      // As many as decide anything: the list must not grow with the flood.
      if (!known) places.set(place, [...recent, { id, at: now(), isTooMany }].slice(-mostAlone));
      return isTooMany;
    },
  };
}
