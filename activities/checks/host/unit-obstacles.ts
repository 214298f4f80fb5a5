import { lookAtUnit, notShown, obstacleOf } from '../../units/looking.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether nothing speaks against starting a unit anew. */
export const unitObstacles: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const definition = hostParts.findUnit(target);
  const shown = await lookAtUnit(definition, runOnHost);
  if ('problem' in shown) return notShown(shown);
  const obstacle = obstacleOf(definition, shown);
  if (obstacle === null) return { health: 'healthy', summary: 'nothing speaks against a start' };
  return { health: 'unhealthy', summary: obstacle };
};
