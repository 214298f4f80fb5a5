import type { LimitsDefinition } from '../../model/exhaustion/limits.ts';
import type { Target } from '../../model/target.ts';
import { canonicalPath } from '../../model/target.ts';
import { failure } from '../contracts/failure.ts';

/** Finds the host behind a target, whether it is meant as a whole or a part of it is; only described ones are looked at. */
export type FindLimits = (target: Target) => LimitsDefinition;

/** Makes the look-up over the hosts whose limits are described. It throws `UnknownTarget` for any other target. */
export function limitsDirectory(described: readonly LimitsDefinition[]): FindLimits {
  return (target) => {
    const found = described.find(({ host }) => {
      const itself = canonicalPath('host', host);
      return target === itself || target.startsWith(`${itself}/`);
    });
    if (!found) throw failure('UnknownTarget', `no host with limits in the configuration has the target ${target}`);
    return found;
  };
}
