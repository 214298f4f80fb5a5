import { failedNeedsOf, lookAtUnit, notShown } from '../../units/looking.ts';
import { onOneLine, shorten } from '../../../model/text/markdown.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether nothing has failed that a unit cannot run without. */
export const unitDependencies: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const definition = hostParts.findUnit(target);
  const shown = await lookAtUnit(definition, runOnHost);
  if ('problem' in shown) return notShown(shown);
  const failed = await failedNeedsOf(definition, shown, runOnHost);
  if (!failed) return { health: 'unknown', summary: 'what it depends on could not be asked for' };
  if (failed.length === 0) return { health: 'healthy', summary: 'nothing that it depends on has failed' };
  return { health: 'unhealthy', summary: shorten(onOneLine(`it depends on ${failed.join(', ')}: failed`), 200) };
};
