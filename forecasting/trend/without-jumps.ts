import type { Jump } from './jumps.ts';
import { jumpsOf } from './jumps.ts';
import type { Teeth } from './teeth.ts';
import { gatheredIn, recurringOf, teethOf } from './teeth.ts';

/** A series without what comes at once. */
interface Smoothed {
  /** Joined where single jumps were, which are the level from then on; without what gathers between teeth. It ends where the series does. */
  readonly values: Float64Array;
  readonly teeth: Teeth | null;
  /** Of the tooth that grows now, what has come together; 0 without teeth. */
  readonly gathered: number;
  /** It was given back again and again, and is not any more: what gathers stays. */
  readonly hasStopped: boolean;
}

/** With more jumps than one in so many values they are how the series is, and nothing apart. */
const valuesAJump = 12;
/** Jumps in both directions, about as often, are a season or noise. */
const balanced = 0.6;

/** Takes single jumps and teeth out of a series. */
export function withoutJumps(values: Float64Array): Smoothed {
  const jumps = jumpsOf(values);
  const recurring = recurringOf(jumps);
  const isRestless = jumps.length > values.length / valuesAJump || goesBothWays(jumps, recurring);
  if (isRestless) return { values, teeth: null, gathered: 0, hasStopped: false };

  const found = teethOf(values, recurring);
  const teeth = found && !found.hasStopped ? found.teeth : null;
  const single = teeth ? jumps.filter((jump) => !recurring.includes(jump)) : jumps;
  const gathered = teeth ? gatheredIn(values.length, recurring, teeth) : new Float64Array(values.length);
  const shift = shiftsUntilNow(values.length, single);
  const smooth = values.map((value, index) => value + (shift[index] ?? 0) - (gathered[index] ?? 0));
  return { values: smooth, teeth, gathered: gathered.at(-1) ?? 0, hasStopped: found?.hasStopped ?? false };
}

function goesBothWays(jumps: readonly Jump[], recurring: readonly Jump[]): boolean {
  const direction = Math.sign(recurring[0]?.by ?? 0);
  const back = jumps.filter(({ by }) => Math.sign(by) === -direction);
  return recurring.length > 2 && back.length > balanced * recurring.length;
}

/** What brings each value to the level of now. */
function shiftsUntilNow(count: number, jumps: readonly Jump[]): Float64Array {
  const shifts = new Float64Array(count);
  let shift = 0;
  let next = jumps.length - 1;
  for (let index = count - 1; index >= 0; index--) {
    shifts[index] = shift;
    for (; next >= 0 && jumps[next]?.at === index; next--) shift += jumps[next]?.by ?? 0;
  }
  return shifts;
}
