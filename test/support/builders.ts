import type { Alert } from '../../model/alert/alert.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import { newIncident } from '../../model/incident/incident.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Report } from '../../model/incident/report.ts';
import type { AttemptPolicy } from '../../model/remediation/policy.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import { serviceTarget } from '../../model/target.ts';

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

/** A service with commands that do nothing and a probe that nobody answers. */
export function aService(overrides: Partial<ServiceDefinition> = {}): ServiceDefinition {
  return {
    name: 'web',
    host: 'host-1',
    match: { service: 'web' },
    probe: { kind: 'tcp', host: '127.0.0.1', port: 1, timeoutMs: 5_000 },
    status: null,
    restart: ['true'],
    start: null,
    logs: null,
    commandTimeoutMs: 10_000,
    ...overrides,
  };
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
    logs: null,
    ...overrides,
  };
}

/** A policy that repairs, with short times and no channel. */
export function anAttemptPolicy(overrides: Partial<AttemptPolicy> = {}): AttemptPolicy {
  return {
    mode: 'auto',
    verification: { withinMs: 120_000, holdMs: 120_000, checks: 4 },
    incident: { holdDownMs: 900_000, clearWithinMs: 1_800_000, staleAfterMs: 86_400_000, maxAttempts: 3 },
    channels: [],
    ...overrides,
  };
}
