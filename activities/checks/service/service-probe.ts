import type { CheckRunner } from '../../contracts/check-runner.ts';
import { probeService } from '../../services/probing.ts';

/** Whether the service answers the probe that operators described. */
export const serviceProbe: CheckRunner = ({ target }, { findService, runOnHost }) =>
  probeService(findService(target), runOnHost);
