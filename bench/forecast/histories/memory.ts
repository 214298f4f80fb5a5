import type { Random } from '../../logs/random.ts';
import { allSteps, stepsADay, stepsAnHour } from './grid.ts';
import { weeklyLoad } from './load.ts';
import { between, happens, lastingNoise, scaleBetween } from './noise.ts';
import type { Shape } from './shape.ts';
import { measuredWith } from './shape.ts';

/** The memory of a service: what it leaks until it is restarted, what its users take, and what is collected again. */
export function memoryShape(random: Random): Shape {
  const [leaks, isCollected] = [happens(random, 0.8), happens(random, 0.5)];
  const restarts = new Set(Array.from({ length: random.upTo(4) }, () => random.upTo(22 * stepsADay)));
  const leak = leaks ? scaleBetween(random, 0.01, 0.15) : 0;
  const load = weeklyLoad(random, allSteps);
  const swing = between(random, 0.01, 0.06);
  const rubbish = { most: between(random, 0.01, 0.05), lasts: stepsAnHour * between(random, 1, 4) };
  let [leaked, heaped] = [leak * between(random, 0, 5), 0];
  const plain = load.map((now, step) => {
    leaked = restarts.has(step) ? 0 : leaked + (leak * (0.5 + now / 2)) / stepsADay;
    heaped = heaped > rubbish.most || restarts.has(step) ? 0 : heaped + (rubbish.most * now) / rubbish.lasts;
    return 0.4 + leaked + swing * now + (isCollected ? heaped : 0);
  });
  const noise = scaleBetween(random, 0.001, 0.006);
  const traits = [
    ...(leaks ? ['leak'] : ['flat']),
    ...(isCollected ? ['collections'] : []),
    ...(restarts.size > 0 ? ['restarts'] : []),
  ];
  const measured = measuredWith(plain, lastingNoise(random, allSteps, noise, between(random, 0, 0.8)));
  return { traits, plain, measured, noise, quietFor: 1.25 * stepsADay };
}
