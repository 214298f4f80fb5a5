import type { Random } from '../../logs/random.ts';
import { allSteps, stepsADay } from './grid.ts';
import { weeklyLoad } from './load.ts';
import { between, happens, lastingNoise, scaleBetween } from './noise.ts';
import type { Shape } from './shape.ts';
import { measuredWith } from './shape.ts';

/** Requests: the load of the week, more each week, with a step now and then. */
export function trafficShape(random: Random): Shape {
  const load = weeklyLoad(random, allSteps);
  const growth = between(random, 0, 0.25);
  const step = happens(random, 0.3) ? { at: random.upTo(20 * stepsADay), by: between(random, -0.15, 0.25) } : null;
  const plain = load.map(
    (now, index) => now * (1 + (growth * index) / (7 * stepsADay)) * (step && index >= step.at ? 1 + step.by : 1),
  );
  const noise = scaleBetween(random, 0.005, 0.03);
  const relative = lastingNoise(random, allSteps, noise, between(random, 0, 0.9));
  const measured = measuredWith(
    plain,
    relative.map((value, index) => value * (plain[index] ?? 0)),
  );
  const traits = [`${Math.round(100 * growth)} % more a week`, ...(step ? ['step'] : [])];
  return { traits, plain, measured, noise, quietFor: stepsADay * random.pick([3, 10]) };
}
