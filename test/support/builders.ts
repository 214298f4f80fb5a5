import type { Described } from '../../model/described-targets.ts';
import { describedTargets } from '../../model/described-targets.ts';
import type { CleaningArea, CleaningKind, CleaningRule, DiskDefinition } from '../../model/host/cleaning.ts';
import { diskTarget } from '../../model/host/cleaning.ts';
import type { Pace } from '../../model/forecast/growth.ts';
import type { DiskForecast } from '../../model/host/disk-forecast.ts';
import type { AreaGain, DiskMeasurement } from '../../model/host/disk-measurement.ts';
import type { DescribedTarget } from '../../model/target.ts';
import type { Alert } from '../../model/alert/alert.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import type { ActionRecord } from '../../model/audit.ts';
import type { KnownAlert } from '../../model/standing/known-alert.ts';
import type { MaintenanceWindow } from '../../model/standing/maintenance.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import type { Freeze } from '../../model/freeze/freeze.ts';
import { freezeId } from '../../model/freeze/freeze.ts';
import { newIncident } from '../../model/incident/incident.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Report } from '../../model/incident/report.ts';
import type { LogFinding } from '../../model/logs/log-finding.ts';
import type { LogLine } from '../../model/logs/log-line.ts';
import type { LogReading } from '../../model/logs/log-reading.ts';
import type { AwaitedApproval } from '../../model/remediation/approval.ts';
import type { AttemptPolicy } from '../../model/remediation/policy.ts';
import type { ServiceCommands, ServiceDefinition } from '../../model/service.ts';
import { serviceTarget } from '../../model/target.ts';
import { noHostParts } from './hosts/host-parts.ts';

/** A moment of the builders' day, as alerts write it: `atSecond(5)` is five seconds after its beginning. */
export function atSecond(second: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  return `${time.slice(0, 19)}.000000000Z`;
}

/** A moment of the same day, as workflows write it. */
export function isoSecond(second: number): string {
  return new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
}

/** A firing alert of the service that {@link aService} describes; its fingerprint follows its labels. */
export function anAlert(overrides: Partial<Alert> = {}): Alert {
  const labels = overrides.labels ?? { alertname: 'ServiceDown', service: 'web', severity: 'critical' };
  return {
    source: 'alertmanager',
    fingerprint: fingerprintOf(labels),
    status: 'firing',
    labels,
    annotations: {},
    startsAt: atSecond(0),
    endsAt: null,
    ...overrides,
  };
}

/** The same kind of alert after its end. */
export function aResolvedAlert(overrides: Partial<Alert> = {}): Alert {
  return anAlert({ status: 'resolved', endsAt: atSecond(60), ...overrides });
}

/** One alert on its way to the incident of {@link aService}. */
export function aDelivery(alert: Alert = anAlert(), overrides: Partial<Omit<Delivery, 'alert'>> = {}): Delivery {
  return { alert, target: serviceTarget(aService()), runbook: null, ...overrides };
}

/** What a test may say of a service; its commands as if they were settings of their own. */
export type ServiceOverrides = Partial<ServiceDefinition> & Partial<Omit<ServiceCommands, 'kind'>>;

/** A service with commands that do nothing and a probe that nobody answers. */
export function aService(overrides: ServiceOverrides = {}): ServiceDefinition {
  const { status = null, instance = null, restart = ['true'], start = null, ...others } = overrides;
  return {
    name: 'web',
    host: 'host-1',
    match: { service: 'web' },
    probe: { kind: 'tcp', host: '127.0.0.1', port: 1, timeoutMs: 5_000 },
    manager: { kind: 'commands', status, instance, restart, start },
    logs: null,
    dependsOn: [],
    settings: [],
    commandTimeoutMs: 10_000,
    ...others,
  };
}

/** A disk with one area of old files. */
export function aDisk(overrides: Partial<DiskDefinition> = {}): DiskDefinition {
  return {
    host: 'host-1',
    path: '/srv/data',
    match: { mountpoint: '/srv/data' },
    goalPercent: 80,
    areas: [anArea({ kind: 'temporary', root: '/srv/data/tmp', olderThanMinutes: 60 })],
    ...overrides,
  };
}

/** An area of {@link aDisk} that is called by its kind. */
export function anArea(rule: CleaningRule, name: string = rule.kind): CleaningArea {
  return { name, rule };
}

/** A gigabyte of which so many percent are used, and what could be cleaned there. */
export function aDiskMeasurement(percent = 95, gains: readonly AreaGain[] = []): DiskMeasurement {
  return {
    usage: {
      bytes: 1e9,
      bytesUsed: percent * 1e7,
      bytesAvailable: 1e9 - percent * 1e7,
      inodes: 1_000,
      inodesUsed: 100,
      inodesAvailable: 900,
      device: '/dev/sdb1',
      mountPoint: '/srv/data',
    },
    path: '/srv/data',
    goalPercent: 80,
    largest: [],
    openDeleted: [],
    gains,
    problems: [],
  };
}

/** A disk that fills up at this pace, by 5 kB a second unless given, and keeps its inodes. */
export function aDiskForecast(pace: Pace = { perSecond: 5_000, slowest: 5_000, fastest: 5_000 }): DiskForecast {
  const overMs = 6 * 60 * 60 * 1_000;
  return { kind: 'seen', bytes: { kind: 'growing', pace, overMs }, inodes: { kind: 'not-growing', overMs } };
}

/** What cleaning the area of one kind of {@link aDisk} would give, in percent of {@link aDiskMeasurement}. */
export function aGain(kind: CleaningKind, percent: number, overrides: Partial<AreaGain> = {}): AreaGain {
  const target = `${diskTarget(aDisk())}/area/${kind}`;
  return { target, name: kind, kind, bytes: percent * 1e7, count: 1, problem: '', ...overrides };
}

/** What operators have described who have described nothing. */
export const nothingDescribed: Described = {
  playbooks: [],
  services: [],
  disks: [],
  certificates: [],
  hostParts: noHostParts,
  limits: [],
};

/** What alerts may be about, where only services are described. */
export function described(...services: readonly ServiceDefinition[]): readonly DescribedTarget[] {
  return describedTargets({ ...nothingDescribed, services });
}

/** An incident of {@link aService} that has heard nothing yet. */
export function anIncident(overrides: Partial<IncidentRecord> = {}): IncidentRecord {
  const target = serviceTarget(aService());
  return { ...newIncident(target, isoSecond(0)), target, ...overrides };
}

/** A message about {@link anIncident}. */
export function aReport(overrides: Partial<Report> = {}): Report {
  return {
    kind: 'escalated',
    incident: 'host/host-1/service/web',
    target: 'host/host-1/service/web',
    runbook: 'service-down',
    severity: 'critical',
    title: 'A human is needed: host/host-1/service/web',
    firing: ['ServiceDown'],
    story: [`${isoSecond(0)} alert-joined: ServiceDown`],
    asks: [],
    details: [],
    findings: [],
    logs: null,
    ...overrides,
  };
}

/** An approval of a restart that waits for one vote. */
export function anAwaitedApproval(overrides: Partial<AwaitedApproval> = {}): AwaitedApproval {
  return {
    plan: 'f00d'.repeat(16),
    code: '1a2b3c4d',
    quorum: 1,
    expiresAt: isoSecond(3_600),
    summary: 'restart web',
    votes: 0,
    asked: 1,
    verified: false,
    ...overrides,
  };
}

/** A policy that repairs, with short times and no channel. */
export function anAttemptPolicy(overrides: Partial<AttemptPolicy> = {}): AttemptPolicy {
  return {
    mode: 'auto',
    verification: { withinMs: 120_000, holdMs: 120_000, checks: 4 },
    incident: { holdDownMs: 900_000, clearWithinMs: 1_800_000, staleAfterMs: 86_400_000, maxAttempts: 3 },
    approval: {
      approvers: [],
      quorum: { safe: 1, disruptive: 1, destructive: 2 },
      deadlineMs: 3_600_000,
      reminderMs: 900_000,
      requireVerified: false,
    },
    patienceMs: 900_000,
    channels: [],
    dropsSuperseded: true,
    ...overrides,
  };
}

/** An alert that fires and of which people are told; its name and fingerprint follow its labels. */
export function aKnownAlert(overrides: Partial<KnownAlert> = {}): KnownAlert {
  const labels = overrides.labels ?? { alertname: 'ServiceDown', service: 'web' };
  return {
    fingerprint: fingerprintOf(labels),
    name: labels['alertname'] ?? '',
    labels,
    state: 'active',
    silencedBy: [],
    inhibitedBy: [],
    ...overrides,
  };
}

/** A window over everything, on the builders' first day. */
export function aMaintenanceWindow(overrides: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  const when = { kind: 'absolute', from: isoSecond(0), to: isoSecond(86_400) } as const;
  return { name: 'a window', target: null, runbook: null, when, ...overrides };
}

/** The record of a restart that is about to happen. */
export function anIntent(overrides: Partial<Extract<ActionRecord, { before: object }>> = {}): ActionRecord {
  return {
    kind: 'intent',
    at: isoSecond(0),
    incident: 'incident:host/host-1/service/web',
    target: serviceTarget(aService()),
    runbook: 'service-down',
    plan: 'f00d',
    step: 0,
    key: 'a-key',
    action: 'restart-service',
    before: { state: 'failed' },
    ...overrides,
  };
}

/** A freeze of everything; its id follows its scope. */
export function aFreeze(overrides: Partial<Freeze> = {}): Freeze {
  const scope = overrides.scope ?? { target: null, runbook: null };
  return { id: freezeId(scope), scope, reason: 'maintenance', by: 'alex', at: isoSecond(0), ...overrides };
}

/** A line of a log. */
export function aLogLine(overrides: Partial<LogLine> = {}): LogLine {
  return {
    at: 0,
    level: 'info',
    service: 'web',
    message: 'GET / 200',
    traceId: null,
    stack: null,
    id: null,
    ...overrides,
  };
}

/** What logs say that were quiet. */
export function aLogReading(overrides: Partial<LogReading> = {}): LogReading {
  return {
    source: 'a store',
    from: isoSecond(-900),
    to: isoSecond(60),
    before: { read: 100, total: 100 },
    during: { read: 20, total: 20 },
    findings: [],
    evidence: null,
    link: null,
    problem: null,
    ...overrides,
  };
}

/** A kind of line that was never there before. */
export function aLogFinding(overrides: Partial<LogFinding> = {}): LogFinding {
  return {
    kind: 'new',
    title: 'web ran out of memory (3, none before)',
    template: 'java.lang.OutOfMemoryError: Java heap space',
    service: 'web',
    level: 'error',
    before: 0,
    during: 3,
    significance: 0.001,
    firstSeenAt: Date.UTC(2026, 0, 1),
    sample: 'java.lang.OutOfMemoryError: Java heap space',
    sampleId: null,
    exitReason: 'out-of-memory',
    rootCause: null,
    ...overrides,
  };
}
