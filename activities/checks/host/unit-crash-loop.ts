import { lookAtUnit, notShown } from '../../units/looking.ts';
import { describeUnit, isCrashLooping } from '../../units/shown-unit.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether systemd starts a unit again and again by itself: one more start would not help. */
export const unitCrashLoop: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const definition = hostParts.findUnit(target);
  const shown = await lookAtUnit(definition, runOnHost);
  if ('problem' in shown) return notShown(shown);
  if (!isCrashLooping(shown)) return { health: 'healthy', summary: 'no crash loop' };
  return { health: 'unhealthy', summary: `a crash loop: ${describeUnit(definition.unit, shown)}` };
};
