import type { AskedServer, DnsExamination } from '../../../model/host/dns-examination.ts';
import type { ClockDefinition, HostParts, ResolverDefinition, UnitDefinition } from '../../../model/host/host-parts.ts';

/** Hosts of which nothing is described but services and disks. */
export const noHostParts: HostParts = { clocks: [], units: [], resolvers: [], serviceUnits: [] };

export function aClock(overrides: Partial<ClockDefinition> = {}): ClockDefinition {
  return { host: 'web-1', match: { instance: 'web-1:9100' }, daemon: 'chrony.service', maxOffsetMs: 100, ...overrides };
}

export function aUnit(overrides: Partial<UnitDefinition> = {}): UnitDefinition {
  return { host: 'web-1', match: { name: 'lamp.service' }, unit: 'lamp.service', runAgain: false, ...overrides };
}

export function aResolver(overrides: Partial<ResolverDefinition> = {}): ResolverDefinition {
  return {
    host: 'web-1',
    match: { instance: 'web-1:9100' },
    kind: 'resolv.conf',
    names: ['db.example.com'],
    servers: [],
    ...overrides,
  };
}

/** A server in force that answers. */
export function aServer(server: string, overrides: Partial<AskedServer> = {}): AskedServer {
  return { server, use: 'in-force', state: 'answers', ...overrides };
}

/** A host that finds no address, because the first of its two servers is silent. */
export function aDnsExamination(overrides: Partial<DnsExamination> = {}): DnsExamination {
  return {
    kind: 'resolv.conf',
    names: [{ name: 'db.example.com', answer: 'not-found' }],
    servers: [aServer('10.0.0.1', { state: 'silent' }), aServer('10.0.0.2')],
    problem: '',
    ...overrides,
  };
}
