import type { ClockDefinition, HostParts, ResolverDefinition, UnitDefinition } from '../../model/host/host-parts.ts';
import { clockTarget, resolverTarget, unitTarget } from '../../model/host/host-parts.ts';
import type { Target } from '../../model/target.ts';
import { failure } from './failure.ts';

/** Finds the described part of a host behind a target; only described ones are ever looked at or changed. */
export interface HostPartDirectory {
  readonly findClock: (target: Target) => ClockDefinition;
  readonly findUnit: (target: Target) => UnitDefinition;
  readonly findResolver: (target: Target) => ResolverDefinition;
  readonly isUnit: (target: Target) => boolean;
}

/** Makes the look-up over what is configured. It throws `UnknownTarget` for any other target. */
export function hostPartDirectory({ clocks, units, resolvers }: Omit<HostParts, 'serviceUnits'>): HostPartDirectory {
  const clocksByTarget = new Map(clocks.map((clock) => [clockTarget(clock.host), clock]));
  const unitsByTarget = new Map(units.map((unit) => [unitTarget(unit), unit]));
  const resolversByTarget = new Map(resolvers.map((resolver) => [resolverTarget(resolver.host), resolver]));
  return {
    findClock: (target) => found(clocksByTarget.get(target), 'clock', target),
    findUnit: (target) => found(unitsByTarget.get(target), 'unit', target),
    findResolver: (target) => found(resolversByTarget.get(target), 'resolver', target),
    isUnit: (target) => unitsByTarget.has(target),
  };
}

function found<Found>(part: Found | undefined, what: string, target: Target): Found {
  if (part === undefined) throw failure('UnknownTarget', `no ${what} in the configuration has the target ${target}`);
  return part;
}
