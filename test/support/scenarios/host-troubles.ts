import type { Labels } from '../../../model/alert/alert.ts';
import type { CertificateFindings } from '../../../model/certificate/certificate.ts';
import { certificateTarget } from '../../../model/certificate/certificate.ts';
import type { ExhaustionFindings } from '../../../model/exhaustion/findings.ts';
import { limitsTarget } from '../../../model/exhaustion/limits.ts';
import { diskTarget } from '../../../model/host/cleaning.ts';
import type { DiskForecast } from '../../../model/host/disk-forecast.ts';
import type { DiskMeasurement } from '../../../model/host/disk-measurement.ts';
import type { DnsExamination } from '../../../model/host/dns-examination.ts';
import { clockTarget, resolverTarget, unitTarget } from '../../../model/host/host-parts.ts';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { ActionName, CheckName } from '../../../model/names.ts';
import type { Rehearsal } from '../../../model/playbook/rehearsal.ts';
import { playbookTarget } from '../../../model/playbook/playbook.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Target } from '../../../model/target.ts';
import type { Episode } from '../episodes.ts';
import { anEpisode } from '../episodes.ts';
import { MockWorld } from '../played/mock-world.ts';
import { reaches, untilVerified } from '../played/staging.ts';
import type { Play, Scenario } from '../played/test-bed.ts';

/** What checks find; what is not given is healthy. */
export type Seen = Partial<Record<CheckName, CheckResult['health']>>;

/** How a repair of something goes. */
interface Course {
  readonly end: IncidentStatus;
  /** How many rungs act and are verified; none unless given. */
  readonly rungs?: number;
}

/** What is sick, which alert says so, and what the world is like. */
interface Trouble extends Course {
  readonly target: (host: string) => Target;
  readonly alert: string;
  readonly labels?: Labels;
  readonly stage: (world: MockWorld) => void;
}

/** A disk whose alert names its file system, and which is below its goal once the action was done. */
export function aSickDisk(
  disk: DiskMeasurement,
  cure: ActionName,
  { forecast = null, ...course }: Course & { readonly forecast?: DiskForecast | null },
): Scenario {
  const stage = (world: MockWorld): void => {
    world.disk = disk;
    world.forecast = forecast;
    curedBy(world, cure);
  };
  return played({ target: diskOf, alert: diskAlert, labels: diskLabels, stage, ...course });
}

/** The firing period of the disk's alert. */
export function aDiskEpisode({ target }: Pick<Play, 'target'>): Episode {
  return anEpisode({ target, name: diskAlert, labels: diskLabels });
}

/** A certificate that is served anew once the action was done. */
export function aSickCertificate(certificate: CertificateFindings, cure: ActionName, course: Course): Scenario {
  const stage = (world: MockWorld): void => {
    world.certificate = certificate;
    curedBy(world, cure);
  };
  const target = (host: string) => certificateTarget({ host, name: certificate.name });
  return played({ target, alert: 'BlackboxSslCertificateWillExpireSoon', stage, ...course });
}

/** A host that finds names again once the action was done; its former servers can be given back. */
export function aLostHost(dns: DnsExamination, cure: ActionName | null, course: Course): Scenario {
  const stage = (world: MockWorld): void => {
    world.dns = dns;
    world.traitsOf = ({ action, target }) => ({
      risk: 'disruptive',
      undo: action === 'fall-back-dns-servers' ? { action: 'restore-dns-servers', target } : null,
    });
    curedBy(world, cure);
  };
  return played({ target: resolverTarget, alert: 'HostDnsResolutionFailing', stage, ...course });
}

/** A host whose descriptors or connections may run out, in the mode that would allow everything. */
export function anExhaustedHost(limits: ExhaustionFindings, course: Course): Scenario {
  const stage = (world: MockWorld): void => {
    world.limits = limits;
  };
  return played({ target: (host) => limitsTarget({ host }), alert: 'NodeFileDescriptorLimit', stage, ...course });
}

/** A clock that is wrong also by its own daemon's account. */
export const wrongClock = { 'clock-offset': 'unhealthy', 'time-daemon': 'unhealthy' } as const satisfies Seen;

/** A clock that looks like this, and after a restart of its time daemon like that. */
export function aSkewedClock(before: Seen, after: Seen, course: Course): Scenario {
  const stage = (world: MockWorld): void => finds(world, before, after);
  return played({ target: clockTarget, alert: 'NodeClockSkewDetected', stage, ...course });
}

/** A unit that looks like this, and runs once it was started anew. */
export function aSickUnit(seen: Seen, course: Course): Scenario {
  const stage = (world: MockWorld): void => finds(world, seen, {});
  return played({ target: lampOf, alert: 'NodeSystemdServiceFailed', stage, ...course });
}

interface CalledFor extends Course {
  readonly alert?: string;
  readonly rehearsal?: Partial<Rehearsal>;
  /** What the proof says before anything was done. */
  readonly before?: CheckResult['health'];
  readonly helps?: boolean;
}

/** An alert that calls for a playbook, which can be taken back. */
export function aPlaybookCalledFor({
  alert = 'TooDark',
  rehearsal = {},
  before = 'unhealthy',
  helps = true,
  ...course
}: CalledFor): Scenario {
  const stage = (world: MockWorld): void => {
    world.rehearsal = { ...world.rehearsal, ...rehearsal };
    world.traitsOf = ({ target }) => ({ risk: 'safe', undo: { action: 'undo-playbook', target } });
    finds(world, { 'playbook-proof': before }, { 'playbook-proof': helps ? 'healthy' : before });
  };
  return played({ target: (host) => playbookTarget({ host, name: 'light' }), alert, stage, ...course });
}

/** The same in a world in which something is otherwise. */
export function otherwise(scenario: Scenario, change: (world: MockWorld) => void): Scenario {
  return {
    ...scenario,
    world: () => {
      const world = scenario.world();
      change(world);
      return world;
    },
  };
}

const diskAlert = 'HostOutOfDiskSpace';
const diskLabels: Labels = { instance: 'web-1:9100', mountpoint: '/srv/data' };
const lampOf = (host: string) => unitTarget({ host, unit: 'lamp.service' });
const diskOf = (host: string) => diskTarget({ host, path: '/srv/data' });

/** Has checks find this, and that once something was done. */
function finds(world: MockWorld, before: Seen, after: Seen): void {
  world.sees = async ({ check, target }) => {
    const health = (world.actions.length > 0 ? after : before)[check] ?? 'healthy';
    return { check, target, health, summary: `${check}: ${health}` };
  };
}

/** Has every check find its target sick until the action was done; none is one that never is. */
function curedBy(world: MockWorld, cure: ActionName | null): void {
  world.sees = async ({ check, target }) => {
    const health = world.actions.some(({ action }) => action === cure) ? 'healthy' : 'unhealthy';
    return { check, target, health, summary: `${check}: ${health}` };
  };
}

/** How much was done so far, whatever of it was taken back. */
function doings({ orders }: MockWorld): number {
  return orders.filter(({ kind }) => kind === 'do').length;
}

/** Fires, has each rung act and be verified, and closes the incident once the alert has cleared. */
function played({ target: sick, alert: name, labels = {}, stage, rungs = 0, end }: Trouble): Scenario {
  return {
    target: sick,
    world: () => {
      const world = new MockWorld();
      stage(world);
      return world;
    },
    script: async ({ incident, target, world, pass }) => {
      const { firing, resolved } = anEpisode({ target, name, labels });
      await incident.deliver(firing);
      let done = 0;
      for (let rung = 0; rung < rungs; rung++) {
        await incident.until(({ status }) => status === 'verifying' && doings(world) > done);
        done = doings(world);
        await pass(untilVerified);
      }
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}
