import type { Random } from '../../logs/random.ts';
import { allSteps, stepsADay } from './grid.ts';
import { between, happens, lastingNoise } from './noise.ts';
import type { Shape } from './shape.ts';
import { measuredWith } from './shape.ts';

/** It is renewed when a third of its life is left, as the usual agents do. */
const renewedAt = 1 / 3;
const daysOfLife = [1, 2, 4, 7, 90, 90];

/** The days that a certificate is still valid, as less than nothing: renewed in time and again, until that breaks. */
export function certificateShape(random: Random): Shape {
  const life = random.pick(daysOfLife);
  const breaks = happens(random, 0.6);
  const brokenFrom = breaks ? between(random, 14, 22) * stepsADay : allSteps;
  let left = life * between(random, renewedAt, 1);
  const plain = Float64Array.from({ length: allSteps }, (_, step) => {
    left -= 1 / stepsADay;
    if (left < life * renewedAt * between(random, 0.97, 1) && step < brokenFrom) left = life;
    return -left;
  });
  const noise = 1e-4;
  const measured = measuredWith(plain, lastingNoise(random, allSteps, noise, 0));
  return {
    traits: [`${life} days of life`, ...(breaks ? ['renewal breaks'] : [])],
    plain,
    measured,
    noise,
    quietFor: allSteps,
  };
}
