import type { LogLine } from '../../../model/logs/log-line.ts';
import type { Group } from '../lines/groups.ts';
import { severityOf } from '../lines/severity.ts';

/** The share of a group's traces over several services in which it was the first to fail; null where there are none. */
export function firstInTraces(groups: readonly Group[]): ReadonlyMap<Group, number> {
  const traces = Map.groupBy(groups.flatMap(failuresIn), ({ line }) => line.traceId);
  const seen = new Map<Group, { first: number; all: number }>();
  for (const failures of traces.values()) {
    if (new Set(failures.map(({ group }) => group.service)).size < 2) continue;
    const first = failures.reduce((one, other) => (other.line.at < one.line.at ? other : one)).group;
    for (const group of new Set(failures.map((failure) => failure.group))) {
      const counts = seen.get(group) ?? { first: 0, all: 0 };
      seen.set(group, { first: counts.first + (group === first ? 1 : 0), all: counts.all + 1 });
    }
  }
  return new Map([...seen].map(([group, { first, all }]) => [group, first / all]));
}

function failuresIn(group: Group): readonly { readonly group: Group; readonly line: LogLine }[] {
  return group.during.filter((line) => line.traceId !== null && severityOf(line) >= 2).map((line) => ({ group, line }));
}
