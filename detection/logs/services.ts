import type { Evidence } from './evidence/weigh.ts';

/** Who names whom. A line that names a service as the object of its own work blames nobody. */
export interface Services {
  /** Services that a line says did not do what they should. */
  readonly blamedBy: (one: Evidence) => readonly string[];
  readonly blamed: ReadonlySet<string>;
  /** Whether evidence is of a service that fails or is blamed, or names one. */
  readonly isInvolved: (one: Evidence) => boolean;
}

/** Reads the services that candidates are of, and that they name. */
export function servicesOf(candidates: readonly Evidence[]): Services {
  const services = new Set(candidates.flatMap(({ group }) => group.service ?? []));
  const named = new Map(candidates.map((one) => [one, namesIn(one, services)]));
  const blames = new Map(candidates.map((one) => [one, isBlaming(one) ? (named.get(one) ?? []) : []]));
  const blamed = new Set([...blames.values()].flat());
  const sick = new Set([
    ...blamed,
    ...candidates.flatMap((one) => (one.severity >= 2 ? (one.group.service ?? []) : [])),
  ]);
  return {
    blamedBy: (one) => blames.get(one) ?? [],
    blamed,
    isInvolved: (one) => [one.group.service ?? '', ...(named.get(one) ?? [])].some((name) => sick.has(name)),
  };
}

function isBlaming({ severity, tone }: Evidence): boolean {
  return severity >= 1 && tone.isVictim;
}

function namesIn({ group, sample }: Evidence, services: ReadonlySet<string>): readonly string[] {
  const words = new Set(sample.message.slice(0, 1_000).split(/[^\w-]+/));
  return [...words].filter((word) => word !== group.service && services.has(word));
}
