import type { CheckRunner } from '../../contracts/check-runner.ts';
import { managerOf } from '../../services/index.ts';

const healthBy = { yes: 'healthy', no: 'unhealthy', unknown: 'unknown' } as const;

/** What the service's manager says of it. */
export const serviceStatus: CheckRunner = async ({ target }, { findService, runOnHost }) => {
  const { runs, summary } = await managerOf(findService(target), runOnHost).look();
  return { health: healthBy[runs], summary };
};
