import { askProbe } from '../../clients/probe.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';

/** Whether the service answers the probe that operators described. */
export const serviceProbe: CheckRunner = async ({ target }, { findService }) => {
  const { health, summary } = await askProbe(findService(target).probe);
  return { health, summary };
};
