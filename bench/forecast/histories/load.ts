import type { Random } from '../../logs/random.ts';
import { stepsADay } from './grid.ts';
import { between, happens } from './noise.ts';

/** How much is going on at each step, 1 on average over a working day. */
export function weeklyLoad(random: Random, count: number): Float64Array {
  const peakHour = between(random, 10, 20);
  const sharpness = between(random, 0.3, 1.6);
  const weekend = happens(random, 0.7) ? between(random, 0.3, 0.9) : 1;
  const firstDay = random.upTo(7);
  const day = Array.from({ length: stepsADay }, (_, step) =>
    Math.exp(sharpness * Math.cos(2 * Math.PI * (step / stepsADay - peakHour / 24))),
  );
  const mean = day.reduce((sum, value) => sum + value, 0) / stepsADay;
  return Float64Array.from({ length: count }, (_, step) => {
    const isWeekend = (firstDay + Math.floor(step / stepsADay)) % 7 >= 5;
    return ((day[step % stepsADay] ?? 0) / mean) * (isWeekend ? weekend : 1);
  });
}
