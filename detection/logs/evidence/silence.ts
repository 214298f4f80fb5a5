import type { LogLine } from '../../../model/logs/log-line.ts';
import type { Group } from '../lines/groups.ts';
import { slicesOf } from './slices.ts';
import { adjustForMany, dispersionOf } from './significance.ts';

/** A service that wrote steadily and then nothing more. */
interface Silence {
  /** The group of its last line. */
  readonly group: Group;
  readonly last: LogLine;
  readonly before: number;
  readonly during: number;
  /** How probable so long a silence is at its usual rate, adjusted for the number of services. */
  readonly chance: number;
}

/** Lines before that make a service steady enough to be missed. */
const enoughLines = 30;
/** The part of the incident that a silence must last. */
const longEnough = 0.2;
const certain = 1e-4;

/**
 * Services that fell silent: the chance of no event in a Poisson process, with counts divided by how unsteady the
 * service was. One that paused for a tenth of the time before may do so again.
 */
export function silencesIn(
  groups: readonly Group[],
  span: readonly [from: number, to: number],
  { beforeMs, duringMs }: { readonly beforeMs: number; readonly duringMs: number },
): readonly Silence[] {
  const end = groups.reduce((latest, { during }) => Math.max(latest, during.at(-1)?.at ?? -Infinity), -Infinity);
  const steady = [...Map.groupBy(groups, ({ service }) => service)].flatMap(([service, own]) => {
    if (service === null) return [];
    const before = own.flatMap((group) => group.before);
    const counts = slicesOf(before, span);
    if (before.length < enoughLines || counts.includes(0)) return [];
    const during = own.reduce((sum, group) => sum + group.during.length, 0);
    const group = own.reduce((one, other) => ((lastOf(other)?.at ?? 0) > (lastOf(one)?.at ?? 0) ? other : one));
    const last = lastOf(group);
    if (!last) return [];
    const gap = Math.min(duringMs, end - last.at);
    const chance = Math.exp((-before.length * gap) / beforeMs / dispersionOf(counts));
    return [{ group, last, before: before.length, during, chance, gap }];
  });
  const adjusted = adjustForMany(steady.map(({ chance }) => chance));
  return steady
    .map((one, index) => ({ ...one, chance: adjusted[index] ?? 1 }))
    .filter(({ chance, gap }) => chance <= certain && gap >= longEnough * duringMs);
}

function lastOf({ before, during }: Group): LogLine | undefined {
  return during.at(-1) ?? before.at(-1);
}
