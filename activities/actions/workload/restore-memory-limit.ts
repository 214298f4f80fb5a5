import { restoringAction } from '../../kubernetes/values/restoring-value.ts';
import { memoryLimit } from '../../kubernetes/values/memory-limit.ts';

/** Gives a container back the memory limit that it had, unless somebody has changed it since. */
export const restoreMemoryLimit = restoringAction(memoryLimit);
