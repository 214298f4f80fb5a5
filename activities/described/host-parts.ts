import type { ClockDefinition, HostParts, ResolverDefinition, UnitDefinition } from '../../model/host/host-parts.ts';
import { clockTarget, resolverTarget, unitTarget } from '../../model/host/host-parts.ts';
import type { Target } from '../../model/target.ts';
import { lookUp } from './look-up.ts';

/** Finds the described part of a host behind a target; only described ones are ever looked at or changed. */
export interface HostPartDirectory {
  readonly findClock: (target: Target) => ClockDefinition;
  readonly findUnit: (target: Target) => UnitDefinition;
  readonly findResolver: (target: Target) => ResolverDefinition;
  readonly isUnit: (target: Target) => boolean;
}

/** Makes the look-up over what is configured. It throws `UnknownTarget` for any other target. */
export function hostPartDirectory({ clocks, units, resolvers }: Omit<HostParts, 'serviceUnits'>): HostPartDirectory {
  const unitTargets = new Set(units.map(unitTarget));
  return {
    findClock: lookUp('clock', clocks, ({ host }) => clockTarget(host)),
    findUnit: lookUp('unit', units, unitTarget),
    findResolver: lookUp('resolver', resolvers, ({ host }) => resolverTarget(host)),
    isUnit: (target) => unitTargets.has(target),
  };
}
