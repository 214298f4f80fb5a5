import type { ActionName } from '../../../model/names.ts';

/** What a service of the crash tests consists of: it is healthy when each of these is switched on. */
export const parts = ['valve', 'pump', 'heater'] as const;
export type Part = (typeof parts)[number];

/** What is done to a part. */
export type Way = 'on' | 'off';

/** The action that switches a part; such actions exist in tests only. */
export function switching(part: Part, way: Way): ActionName {
  return `switch-${way}-${part}` as ActionName;
}
