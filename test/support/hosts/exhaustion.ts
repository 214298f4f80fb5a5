import type { DescriptorHolder, ExhaustionFindings, TrackedConnections } from '../../../model/exhaustion/findings.ts';

/** A process with ten of its thousand descriptors. */
export function aHolder(overrides: Partial<DescriptorHolder> = {}): DescriptorHolder {
  return {
    pid: 431,
    program: 'api',
    descriptors: 10,
    before: overrides.descriptors ?? 10,
    limit: 1_000,
    kinds: [],
    sockets: [],
    files: [],
    folders: [],
    ...overrides,
  };
}

/** A process with nearly all of its thousand descriptors, of connections that the other side has closed. */
export function aLeakingHolder(): DescriptorHolder {
  return aHolder({
    descriptors: 990,
    kinds: [{ label: 'socket', count: 980 }],
    sockets: [{ state: 'CLOSE_WAIT', side: 'to', place: '10.0.0.7:5432', count: 970 }],
  });
}

/** A table of tracked connections that is nearly empty. */
export function trackedConnections(overrides: Partial<TrackedConnections> = {}): TrackedConnections {
  return {
    count: 10,
    max: 1_000,
    dropped: 0,
    read: overrides.count ?? 10,
    unanswered: 0,
    states: [],
    sources: [],
    destinations: [],
    settings: {},
    ...overrides,
  };
}

/** A host on which everything can be seen and nothing runs out. */
export function exhaustionFindings(overrides: Partial<ExhaustionFindings> = {}): ExhaustionFindings {
  return {
    host: 'web-1',
    descriptors: { used: 1_000, max: 100_000 },
    secondsBetween: 5,
    holders: [],
    unseen: 0,
    states: [],
    connections: [],
    tracked: null,
    problems: [],
    ...overrides,
  };
}
