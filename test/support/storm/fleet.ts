import { fingerprintOf } from '../../../model/alert/fingerprint.ts';
import { canonicalPath, serviceTarget } from '../../../model/target.ts';
import type { Target } from '../../../model/target.ts';
import { aBody, aBodyAlert } from '../trigger/webhook-bodies.ts';
import type { BodyAlert } from '../trigger/webhook-bodies.ts';

/** One service that is going to be sick. */
export interface FleetService {
  readonly name: string;
  readonly host: string;
  readonly rack: string;
  readonly target: Target;
}

interface FleetHost {
  readonly name: string;
  readonly rack: string;
  readonly target: Target;
  /** Whether the host itself is what is wrong with its services. */
  readonly isSick: boolean;
}

/** Services on hosts in racks, which are the failure domains. */
export interface Fleet {
  readonly racks: readonly string[];
  readonly hosts: readonly FleetHost[];
  readonly services: readonly FleetService[];
}

const racks = ['rack-1', 'rack-2', 'rack-3', 'rack-4'];
const healthyHostsPerRack = 6;

/** Of a hundred services: the first rack has two hosts, both sick, and few services. */
const shareOfSickHosts = 0.02;

/** Five alerts of different names tell of the same trouble. */
const alertNames = ['TargetDown', 'InstanceDown', 'ServiceDown', 'ProbeFailed', 'BlackboxProbeFailed'];

/** A fleet of so many services. */
export function aFleet(count: number): Fleet {
  const [sickRack = '', ...others] = racks;
  const hosts = [
    ...[1, 2].map((nth) => hostOf(sickRack, nth, true)),
    ...others.flatMap((rack) => Array.from({ length: healthyHostsPerRack }, (_, nth) => hostOf(rack, nth + 1, false))),
  ];
  const [sick, well] = [hosts.filter(({ isSick }) => isSick), hosts.filter(({ isSick }) => !isSick)];
  const onSickHosts = Math.round(count * shareOfSickHosts);
  const services = Array.from({ length: count }, (_, nth) => {
    const among = nth < onSickHosts ? sick : well;
    const { name: host, rack } = among[nth % among.length] as FleetHost;
    const name = `svc-${String(nth).padStart(4, '0')}`;
    return { name, host, rack, target: serviceTarget({ host, name }) };
  });
  return { racks, hosts, services };
}

/** The alerts of a service, one for each name. */
export function alertsOf({ name, host }: FleetService, times: BodyAlert): readonly BodyAlert[] {
  return alertNames.map((alertname) => fleetAlert({ alertname, job: name, severity: 'critical' }, host, times));
}

/** The alert of a host that takes everything on it along. */
export function alertOfHost({ name }: FleetHost, times: BodyAlert): BodyAlert {
  return fleetAlert({ alertname: 'HostDown', severity: 'critical' }, name, times);
}

/** What Alertmanager posts. */
export function bodyOf(alerts: readonly BodyAlert[]): string {
  const isFiring = alerts.some(({ status }) => status === 'firing');
  return JSON.stringify(aBody({ alerts, status: isFiring ? 'firing' : 'resolved' }));
}

function hostOf(rack: string, nth: number, isSick: boolean): FleetHost {
  const name = `${rack}-host-${nth}`;
  return { name, rack, target: canonicalPath('host', name), isSick };
}

function fleetAlert(names: Readonly<Record<string, string>>, host: string, times: BodyAlert): BodyAlert {
  const labels = { ...names, instance: `${host}:9100`, prometheus: 'monitoring/fleet' };
  return aBodyAlert({
    labels,
    annotations: { summary: `${names['job'] ?? host} does not answer`, runbook_url: 'https://runbooks.example/down' },
    fingerprint: fingerprintOf(labels),
    ...times,
  });
}
