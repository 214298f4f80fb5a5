import type { Target } from '../../model/target.ts';
import { failure } from '../contracts/failure.ts';

/**
 * Makes the look-up of described things by their targets; only described ones are ever looked at or changed. It throws
 * `UnknownTarget` for any other target.
 *
 * @param what what people call one of them, such as `service`.
 */
export function lookUp<Described>(
  what: string,
  described: readonly Described[],
  targetOf: (one: Described) => Target,
): (target: Target) => Described {
  const byTarget = new Map(described.map((one) => [targetOf(one), one]));
  return (target) => {
    const found = byTarget.get(target);
    if (!found) throw failure('UnknownTarget', `no ${what} in the configuration has the target ${target}`);
    return found;
  };
}
