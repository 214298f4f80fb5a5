import { settingAction } from '../../kubernetes/values/setting-value.ts';
import { memoryLimit } from '../../kubernetes/values/memory-limit.ts';

/** Raises the memory limit of one container under the cap, which replaces the pods of its workload. */
export const raiseMemoryLimit = settingAction(memoryLimit);
