import { healthOfUnit, lookAtUnit, notShown } from '../../units/looking.ts';
import { describeUnit } from '../../units/shown-unit.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether a unit runs, or has ended well where it runs once. */
export const unitState: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const definition = hostParts.findUnit(target);
  const shown = await lookAtUnit(definition, runOnHost);
  if ('problem' in shown) return notShown(shown);
  return { health: healthOfUnit(shown), summary: describeUnit(definition.unit, shown) };
};
