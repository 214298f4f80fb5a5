import type { LabelMatcher } from '../alert/matcher.ts';
import type { DescribedTarget, Target } from '../target.ts';
import { canonicalPath } from '../target.ts';

/** Programs that keep a host's clock, by their units. */
export const timeDaemons = [
  'chrony.service',
  'chronyd.service',
  'ntp.service',
  'ntpd.service',
  'ntpsec.service',
  'systemd-timesyncd.service',
] as const;
export type TimeDaemon = (typeof timeDaemons)[number];

/** What turns names into addresses on a host: a service of its own, or nothing but the servers in /etc/resolv.conf. */
export const resolverKinds = ['dnsmasq', 'resolv.conf', 'systemd-resolved', 'unbound'] as const;
export type ResolverKind = (typeof resolverKinds)[number];

/** The clock of a host. */
export interface ClockDefinition {
  readonly host: string;
  readonly match: LabelMatcher;
  readonly daemon: TimeDaemon;
  /** How far it may be from the right time. */
  readonly maxOffsetMs: number;
}

/** A unit of systemd that may be started anew. */
export interface UnitDefinition {
  readonly host: string;
  readonly match: LabelMatcher;
  readonly unit: string;
  /** Whether it may be run again where it is one that runs once and ends. */
  readonly runAgain: boolean;
}

/** How a host finds the addresses of names. */
export interface ResolverDefinition {
  readonly host: string;
  readonly match: LabelMatcher;
  readonly kind: ResolverKind;
  /** Names that have to have an address. */
  readonly names: readonly string[];
  /** Servers that may be used besides those in force. */
  readonly servers: readonly string[];
}

/** What operators described of hosts besides services and disks. */
export interface HostParts {
  readonly clocks: readonly ClockDefinition[];
  readonly units: readonly UnitDefinition[];
  readonly resolvers: readonly ResolverDefinition[];
  /** Described services, as alerts about their units mean them. */
  readonly serviceUnits: readonly DescribedTarget[];
}

/** Alerts about the clock of a host. */
export const clockAlerts = [
  'NodeClockSkewDetected',
  'NodeClockNotSynchronising',
  'HostClockSkew',
  'HostClockNotSynchronising',
] as const;

/** Alerts about a unit, which stands in the label `name`. */
export const unitAlerts = [
  'NodeSystemdServiceFailed',
  'NodeSystemdServiceCrashlooping',
  'HostSystemdServiceCrashed',
] as const;

/** Alerts about names that a host cannot look up. */
export const dnsAlerts = [
  'HostDnsResolutionFailing',
  'HostDNSResolutionFailing',
  'BlackboxDnsProbeFailed',
  'DNSLookupFailed',
] as const;

/** The target of a host's clock. */
export function clockTarget(host: string): Target {
  return canonicalPath('host', host, 'clock');
}

/** The target of a described unit. */
export function unitTarget({ host, unit }: Pick<UnitDefinition, 'host' | 'unit'>): Target {
  return canonicalPath('host', host, 'unit', unit);
}

/** The target of a host's look-ups. */
export function resolverTarget(host: string): Target {
  return canonicalPath('host', host, 'dns');
}

/** What alerts may mean of these. */
export function partTargets({ clocks, units, resolvers, serviceUnits }: HostParts): readonly DescribedTarget[] {
  return [
    ...clocks.map(({ host, match }) => ({ target: clockTarget(host), match })),
    ...serviceUnits,
    ...units.map((unit) => ({ target: unitTarget(unit), match: unit.match })),
    ...resolvers.map(({ host, match }) => ({ target: resolverTarget(host), match })),
  ];
}
