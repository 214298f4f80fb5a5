import type { CheckRunner } from '../../contracts/check-runner.ts';
import { probeService } from '../../services/probing.ts';

/** Whether everything answers that the service cannot work without. */
export const dependencies: CheckRunner = async ({ target }, { findService, runOnHost }) => {
  const { dependsOn } = findService(target);
  const answers = await Promise.all(
    dependsOn.map(async (needed) => ({ needed, ...(await probeService(findService(needed), runOnHost)) })),
  );
  const down = answers.filter(({ health }) => health === 'unhealthy').map(({ needed }) => needed);
  if (down.length > 0) return { health: 'unhealthy', summary: `it depends on ${down.join(', ')}: no answer there` };
  const isSure = answers.every(({ health }) => health === 'healthy');
  return isSure
    ? { health: 'healthy', summary: `${answers.length} dependencies answer` }
    : { health: 'unknown', summary: 'not every dependency could be asked' };
};
