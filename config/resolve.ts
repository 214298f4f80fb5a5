import type { ChannelConfig, Config } from './config.ts';
import type { Route } from '../model/correlation.ts';
import type { Probe, ServiceDefinition } from '../model/service.ts';
import { resolvePolicy } from './resolve-policy.ts';
import type { ConfigFile } from './schema.ts';

/** Reads one secret from where the file says it stands. */
export type ReadSecret = (
  secret: { readonly env: string } | { readonly file: string },
  path: readonly (string | number)[],
) => string;

/** Turns what the file says into what the processes use: secrets read, absent parts null. */
export function resolveConfig(file: ConfigFile, readSecret: ReadSecret): Config {
  return {
    trigger: {
      listen: file.trigger.listen,
      tokens: file.trigger.tokens.map((token, index) => readSecret(token, ['trigger', 'tokens', index])),
      allowUnauthenticated: file.trigger.allowUnauthenticated,
    },
    worker: file.worker,
    alertmanager: {
      urls: file.alertmanager.urls,
      headers: secretsOf(file.alertmanager.headers, readSecret, ['alertmanager', 'headers']),
    },
    audit: file.audit,
    services: file.services.map(serviceOf),
    routes: file.routes.map(routeOf),
    policy: resolvePolicy(file.policy),
    channels: file.channels.map((channel, index) => channelOf(channel, readSecret, ['channels', index])),
  };
}

function serviceOf(service: ConfigFile['services'][number]): ServiceDefinition {
  const { name, host, match, status, instance, restart, start, logs, commandTimeout } = service;
  return {
    name,
    host,
    match,
    probe: probeOf(service.probe),
    status: status ?? null,
    instance: instance ?? null,
    restart,
    start: start ?? null,
    logs: !logs
      ? null
      : 'file' in logs
        ? { kind: 'file', path: logs.file }
        : { kind: 'command', command: logs.command },
    commandTimeoutMs: commandTimeout,
  };
}

function probeOf(probe: ConfigFile['services'][number]['probe']): Probe {
  if ('http' in probe)
    return { kind: 'http', url: probe.http, expectStatus: probe.expectStatus, timeoutMs: probe.timeout };
  const colon = probe.tcp.lastIndexOf(':');
  const host = probe.tcp.slice(0, colon).replace(/^\[|\]$/g, '');
  return { kind: 'tcp', host, port: Number(probe.tcp.slice(colon + 1)), timeoutMs: probe.timeout };
}

function routeOf({ name, match, ignore, groupBy, runbook }: ConfigFile['routes'][number]): Route {
  return { name, match, ignore, groupBy: groupBy ?? null, runbook: runbook ?? null };
}

function channelOf(
  channel: ConfigFile['channels'][number],
  readSecret: ReadSecret,
  path: readonly (string | number)[],
): ChannelConfig {
  if (channel.type === 'console') return { type: channel.type, url: null, headers: {} };
  return {
    type: channel.type,
    url: readSecret(channel.url, [...path, 'url']),
    headers: channel.type === 'webhook' ? secretsOf(channel.headers, readSecret, [...path, 'headers']) : {},
  };
}

function secretsOf(
  secrets: Readonly<Record<string, Parameters<ReadSecret>[0]>>,
  readSecret: ReadSecret,
  path: readonly (string | number)[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(secrets);
  return Object.fromEntries(entries.map(([name, secret]) => [name, readSecret(secret, [...path, name])]));
}
