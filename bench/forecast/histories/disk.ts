import type { Random } from '../../logs/random.ts';
import { allSteps, stepsADay } from './grid.ts';
import { weeklyLoad } from './load.ts';
import { between, happens, lastingNoise, scaleBetween } from './noise.ts';
import type { Shape } from './shape.ts';
import { measuredWith } from './shape.ts';

/** A file system: written to with the load of the week, rotated, cleaned up, and sometimes written to at once. */
export function diskShape(random: Random): Shape {
  const traits: string[] = [];
  const has = (trait: string, probability: number): boolean => {
    const is = happens(random, probability);
    if (is) traits.push(trait);
    return is;
  };
  const load = has('weekly load', 0.6) ? weeklyLoad(random, allSteps) : new Float64Array(allSteps).fill(1);
  const growth = has('flat', 0.2) ? 0 : scaleBetween(random, 0.008, 0.12);
  const turn = has('another pace', 0.3)
    ? { at: dayBetween(random, 17, 20.5), times: scaleBetween(random, 0.2, 4) }
    : null;
  const jumps = new Map<number, number>();
  const steps = has('steps', 0.35) ? 1 + random.upTo(3) : 0;
  for (let nth = 0; nth < steps; nth++)
    jumps.set(dayBetween(random, 1, 23), between(random, 0.02, 0.08) * random.pick([1, 1, -1]));
  if (has('clean-up', 0.3)) jumps.set(dayBetween(random, 18, 22), -between(random, 0.08, 0.3));
  const teeth = has('rotation', 0.45) ? rotation(random, load, has) : new Float64Array(allSteps);

  let used = between(random, 0.4, 0.7);
  const plain = Float64Array.from({ length: allSteps }, (_, step) => {
    const pace = turn && step >= turn.at ? growth * turn.times : growth;
    used += (pace * (load[step] ?? 1)) / stepsADay + (jumps.get(step) ?? 0);
    return used + (teeth[step] ?? 0);
  });
  const noise = scaleBetween(random, 0.0003, 0.003);
  const measured = measuredWith(plain, lastingNoise(random, allSteps, noise, between(random, 0, 0.9)));
  return { traits, plain, measured, noise, quietFor: 1.25 * stepsADay };
}

/** Logs that gather with the load and are taken away each day, or when they have become so many; in some the rotation breaks. */
function rotation(
  random: Random,
  load: Float64Array,
  has: (trait: string, probability: number) => boolean,
): Float64Array {
  const size = between(random, 0.03, 0.15);
  const [isBySize, hour] = [has('by size', 0.3), random.upTo(stepsADay)];
  const period = stepsADay * (isBySize ? scaleBetween(random, 0.4, 2) : 1);
  const brokenFrom = has('broken rotation', 0.15) ? dayBetween(random, 18, 22) : allSteps;
  let gathered = size * random.next();
  return load.map((now, step) => {
    gathered += (size * now) / period;
    const isDue = isBySize ? gathered >= size : step % stepsADay === hour;
    if (isDue && step < brokenFrom) gathered = 0;
    return gathered;
  });
}

function dayBetween(random: Random, from: number, to: number): number {
  return Math.floor(between(random, from, to) * stepsADay);
}
