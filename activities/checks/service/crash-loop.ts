import type { CheckRunner } from '../../contracts/check-runner.ts';
import { managerOf } from '../../services/index.ts';

/** Whether the service's manager starts it again and again by itself: one more restart would not help. */
export const crashLoop: CheckRunner = async ({ target }, { findService, runOnHost }) => {
  const { isCrashLooping, summary } = await managerOf(findService(target), runOnHost).look();
  if (isCrashLooping === null) return { health: 'unknown', summary: 'nobody counts its starts' };
  if (!isCrashLooping) return { health: 'healthy', summary: 'no crash loop' };
  return { health: 'unhealthy', summary: `a crash loop: ${summary}` };
};
