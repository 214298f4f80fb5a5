import type { LabelMatcher } from '../../model/alert/matcher.ts';
import type { HostParts } from '../../model/host/host-parts.ts';
import { clockAlerts, dnsAlerts, unitAlerts } from '../../model/host/host-parts.ts';
import { serviceTarget } from '../../model/target.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type Described = ConfigFile['hosts'][number];

/** What the file says of hosts besides their services and disks, each with the alerts that mean it. */
export function hostPartsOf({ hosts, services }: Pick<ConfigFile, 'hosts' | 'services'>): HostParts {
  return {
    clocks: hosts.flatMap(({ name: host, clock, match }) =>
      clock ? [{ host, match: about(clockAlerts, match), daemon: clock.daemon, maxOffsetMs: clock.maxOffset }] : [],
    ),
    units: hosts.flatMap(({ name: host, units, match }) =>
      units.map(({ unit, runAgain }) => ({ host, match: aboutUnit(unit, match), unit, runAgain })),
    ),
    resolvers: hosts.flatMap(({ name: host, dns, match }) => {
      if (!dns) return [];
      const { resolver: kind, names, servers } = dns;
      return [{ host, match: dns.match ?? about(dnsAlerts, match), kind, names, servers }];
    }),
    serviceUnits: hosts.flatMap((host) => serviceUnitsOf(host, services)),
  };
}

/** A service is repaired as one, whoever noticed that its unit has failed. */
function serviceUnitsOf({ name, match }: Described, services: ConfigFile['services']): HostParts['serviceUnits'] {
  if (!match) return [];
  return services.flatMap((service) => {
    if (service.host !== name || service.systemd === undefined) return [];
    return [{ target: serviceTarget(service), match: aboutUnit(service.systemd, match), runbook: 'service-down' }];
  });
}

function about(alertnames: readonly string[], match: LabelMatcher = {}): LabelMatcher {
  return { alertname: alertnames, ...match };
}

function aboutUnit(unit: string, match: LabelMatcher = {}): LabelMatcher {
  return { ...about(unitAlerts, match), name: unit };
}
