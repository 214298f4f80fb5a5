import type { Random } from '../../logs/random.ts';
import { stepsADay, stepsAnHour } from './grid.ts';
import { between, happens } from './noise.ts';

/** A weekend begins and ends within the first hours of its days. */
const nightSteps = 6 * stepsAnHour;

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
  const factorAt = (step: number): number => ((firstDay + Math.floor(step / stepsADay)) % 7 >= 5 ? weekend : 1);
  return Float64Array.from({ length: count }, (_, step) => {
    const share = Math.min(1, (step % stepsADay) / nightSteps);
    const factor = share * factorAt(step) + (1 - share) * factorAt(step + 6 * stepsADay);
    return ((day[step % stepsADay] ?? 0) / mean) * factor;
  });
}
