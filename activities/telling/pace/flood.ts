import type { DigestSettings } from '../../../model/notices/channel-settings.ts';

/** Notices when too many messages go to one place to be read one by one. */
interface FloodWatch {
  /** Whether a message belongs into a digest. Asked again for the same message, it is not counted again. */
  isTooMany(place: string, message: { readonly id: string; readonly mustStandAlone: boolean }): boolean;
}

/** What must stand alone does so until there are so many times more. */
const aloneFactor = 5;

/** Makes the watch over the places of one channel: everybody, and each person. Each worker counts for itself. */
export function createFloodWatch(
  { after, withinMs }: DigestSettings,
  now: () => number = () => performance.now(),
): FloodWatch {
  const places = new Map<string, readonly { readonly id: string; readonly at: number }[]>();
  const mostAlone = after * aloneFactor;
  return {
    isTooMany(place, { id, mustStandAlone }) {
      const recent = (places.get(place) ?? []).filter(({ at }) => at > now() - withinMs);
      const known = recent.findIndex((message) => message.id === id);
      // One more than decides anything: the list must not grow with the flood.
      const counted = known < 0 ? [...recent, { id, at: now() }].slice(-(mostAlone + 1)) : recent;
      places.set(place, counted);
      const before = known < 0 ? counted.length - 1 : known;
      return before >= (mustStandAlone ? mostAlone : after);
    },
  };
}
