import { splitAddress } from '../address.ts';
import type { Config } from '../config.ts';
import { channelOf } from './people/channels.ts';
import { escalationOf } from './people/escalations.ts';
import { personOf } from './people/people.ts';
import { scheduleOf } from './people/schedules.ts';
import type { Route } from '../../model/correlation.ts';
import type { Probe, ServiceDefinition, ServiceManagerDefinition } from '../../model/service.ts';
import { certificateOf } from './certificates.ts';
import { clusterWatchOf } from './cluster-watch.ts';
import { disksOf } from './disks.ts';
import { resolveElasticsearch } from './elasticsearch.ts';
import { forecastOf } from './forecasts.ts';
import { hostPartsOf } from './host-parts.ts';
import { limitsOf, resolveHosts } from './hosts.ts';
import { clusterOf } from './kubernetes.ts';
import { playbookOf } from './playbooks.ts';
import { resolvePolicy } from './policy.ts';
import type { ReadSecret } from './secret.ts';
import { secretsOf } from './secret.ts';
import type { ConfigFile } from '../schema/config-file.ts';

/**
 * Turns what the file says into what the processes use: secrets read, absent parts null.
 *
 * @param folder the folder of the file.
 */
export function resolveConfig(file: ConfigFile, readSecret: ReadSecret, folder: string): Config {
  return {
    trigger: {
      listen: file.trigger.listen,
      tokens: file.trigger.tokens.map((token, index) => readSecret(token, ['trigger', 'tokens', index])),
      allowUnauthenticated: file.trigger.allowUnauthenticated,
      kubernetes: clusterWatchOf(file.trigger.kubernetes),
    },
    worker: { listen: file.worker.listen, publicUrl: file.worker.publicUrl ?? null },
    links: { temporal: file.links.temporal ?? null },
    alertmanager: {
      urls: file.alertmanager.urls,
      headers: secretsOf(file.alertmanager.headers, readSecret, ['alertmanager', 'headers']),
      silenceMs: file.alertmanager.silence.whileRepairing ? file.alertmanager.silence.atMost : null,
    },
    prometheus: prometheusOf(file.prometheus, readSecret),
    audit: file.audit,
    evidence: { folder: file.evidence.folder, keepMs: file.evidence.keep },
    elasticsearch: resolveElasticsearch(file.elasticsearch, readSecret),
    clusters: file.kubernetes.clusters.map((cluster) => clusterOf(cluster, folder)),
    hosts: resolveHosts(file.hosts, readSecret),
    services: file.services.map(serviceOf),
    disks: file.hosts.flatMap(disksOf),
    limits: file.hosts.flatMap(limitsOf),
    certificates: file.certificates.map(certificateOf),
    ansible: file.ansible,
    playbooks: file.playbooks.map((playbook) => playbookOf(playbook, folder)),
    hostParts: hostPartsOf(file),
    forecasting: {
      folder: file.forecasting.folder,
      keepMs: file.forecasting.keep,
      processes: file.forecasting.processes,
      transformer: file.forecasting.transformer ?? null,
    },
    forecasts: file.forecasts.map(forecastOf),
    routes: file.routes.map(routeOf),
    policy: resolvePolicy(file.policy),
    reviews: {
      sendTo: file.reviews.sendTo,
      onlyPeople: file.reviews.only === 'people',
      aroundMs: file.reviews.around,
      metrics: file.reviews.metrics.map(({ unit, ...metric }) => ({ ...metric, unit: unit ?? null })),
    },
    channels: file.channels.map((channel, index) => channelOf(channel, readSecret, ['channels', index])),
    people: file.people.map(personOf),
    groups: file.groups,
    schedules: file.schedules.map(scheduleOf),
    escalations: file.escalations.map(escalationOf),
  };
}

function prometheusOf(prometheus: ConfigFile['prometheus'], readSecret: ReadSecret): Config['prometheus'] {
  if (!prometheus) return null;
  const { url, headers, remoteWrite } = prometheus;
  return {
    url,
    headers: secretsOf(headers, readSecret, ['prometheus', 'headers']),
    remoteWrite: remoteWrite
      ? {
          url: remoteWrite.url,
          headers: secretsOf(remoteWrite.headers, readSecret, ['prometheus', 'remoteWrite', 'headers']),
        }
      : null,
  };
}

function serviceOf(service: ConfigFile['services'][number]): ServiceDefinition {
  const { name, host, match, logs, dependsOn, settings, commandTimeout } = service;
  return {
    name,
    host,
    match,
    probe: probeOf(service.probe),
    manager: managerOf(service),
    logs: !logs
      ? null
      : 'file' in logs
        ? { kind: 'file', path: logs.file }
        : { kind: 'command', command: logs.command },
    dependsOn,
    settings,
    commandTimeoutMs: commandTimeout,
  };
}

function managerOf(service: ConfigFile['services'][number]): ServiceManagerDefinition {
  const { systemd, container, status, instance, restart, start } = service;
  if (systemd !== undefined) return { kind: 'systemd', unit: systemd };
  if (container) return { kind: 'container', container: container.name, api: container.api };
  // The schema demands one of the three.
  if (!restart) throw new TypeError(`nothing restarts ${service.name}`);
  return { kind: 'commands', status: status ?? null, instance: instance ?? null, restart, start: start ?? null };
}

function probeOf(probe: ConfigFile['services'][number]['probe']): Probe {
  if ('http' in probe)
    return { kind: 'http', url: probe.http, expectStatus: probe.expectStatus, timeoutMs: probe.timeout };
  if ('command' in probe) return { kind: 'command', command: probe.command, timeoutMs: probe.timeout };
  return { kind: 'tcp', ...splitAddress(probe.tcp), timeoutMs: probe.timeout };
}

function routeOf({ name, match, ignore, groupBy, runbook }: ConfigFile['routes'][number]): Route {
  return { name, match, ignore, groupBy: groupBy ?? null, runbook: runbook ?? null };
}
