import { stringify } from 'yaml';
import type { DemoHost } from './demo-host.ts';
import { diskPath } from './demo-host.ts';
import type { DemoService } from './demo-service.ts';

/** Ports and policy of one scene. */
interface SceneSettings {
  readonly auditFile: string;
  readonly services: readonly DemoService[];
  readonly host: DemoHost | null;
  /** The names of those that are repaired only when somebody has approved it; the others are at once. */
  readonly approved: readonly string[];
  /** What is forecast; what is done about that waits for an approval. */
  readonly forecasts: readonly object[];
  /** By the name of a service: the names of those that it cannot work without. */
  readonly dependsOn: Readonly<Record<string, readonly string[]>>;
  readonly triggerPort: number;
  readonly workerPort: number;
  readonly prometheusPort: number;
  /** Where alerts are silenced while they are repaired; null where they are not. */
  readonly alertmanagerPort: number | null;
  /** How long a repaired service must stay healthy, such as `6s`. */
  readonly hold: string;
  readonly uiUrl: string;
  readonly approvalDeadline: string;
  /** What stands beside all that. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What Prometheus watches. */
export interface Watched {
  readonly services: readonly DemoService[];
  readonly host: DemoHost | null;
}

/** Nightshift's configuration: the services, allowed to be repaired, with times that suit an audience. */
export function nightshiftConfig(settings: SceneSettings): string {
  const { services, host, approved, forecasts, dependsOn, auditFile, hold } = settings;
  const { triggerPort, workerPort, prometheusPort, alertmanagerPort, uiUrl, approvalDeadline } = settings;
  const asking = [
    ...services.filter(({ name }) => approved.includes(name)).map(({ target }) => ({ target, mode: 'approve' })),
    ...(forecasts.length > 0 ? [{ runbook: 'disk-cleanup', mode: 'approve' }] : []),
  ];
  return stringify({
    trigger: { listen: { port: triggerPort } },
    worker: { listen: { port: workerPort }, publicUrl: `http://127.0.0.1:${workerPort}` },
    links: { temporal: uiUrl },
    prometheus: { url: `http://127.0.0.1:${prometheusPort}` },
    ...(alertmanagerPort === null ? {} : { alertmanager: silencingAt(alertmanagerPort) }),
    audit: { file: auditFile },
    evidence: { folder: `${auditFile}.evidence` },
    ...(host ? { hosts: [{ name: 'localhost' }, host.settings] } : {}),
    services: [
      ...(host ? [host.serviceSettings] : []),
      ...services.map((service) => ({
        name: service.name,
        match: { job: service.name },
        probe: { http: `http://127.0.0.1:${service.port}/`, timeout: '2s' },
        status: service.command('status'),
        restart: service.command('restart'),
        logs: { file: service.logFile },
        dependsOn: services.filter(({ name }) => dependsOn[service.name]?.includes(name)).map(({ target }) => target),
        commandTimeout: '10s',
      })),
    ],
    forecasting: { folder: `${auditFile}.forecasts` },
    forecasts,
    policy: {
      modes: [...asking, { mode: 'auto' }],
      verification: { within: '8s', hold, checks: 3 },
      incident: { holdDown: '30s', clearWithin: '1m' },
      approval: { deadline: approvalDeadline },
    },
    ...settings.settings,
  });
}

function silencingAt(port: number): object {
  return { urls: [`http://127.0.0.1:${port}`], silence: { whileRepairing: true, atMost: '10m' } };
}

/** Prometheus: looks every second, and takes two seconds of silence for an outage. */
export function prometheusConfig(
  { services, host }: Watched,
  rulesFile: string,
  alertmanagers: readonly string[],
): string {
  return stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers.map(hostOf) }] }] },
    scrape_configs: [
      ...services.map(({ name, port }) => ({
        job_name: name,
        static_configs: [{ targets: [`127.0.0.1:${port}`] }],
      })),
      ...(host ? scrapesOf(host) : []),
    ],
  });
}

function scrapesOf({ exporterUrl, servicePort }: DemoHost): readonly object[] {
  return [
    {
      job_name: 'node',
      static_configs: [{ targets: [hostOf(exporterUrl)], labels: { instance: 'web-1:9100' } }],
    },
    {
      job_name: 'lantern',
      metrics_path: '/metrics',
      static_configs: [{ targets: [`127.0.0.1:${servicePort}`] }],
    },
  ];
}

/** The rules that everybody has. */
export const alertRules = stringify({
  groups: [
    {
      name: 'availability',
      rules: [
        {
          alert: 'InstanceDown',
          expr: 'up == 0',
          for: '2s',
          labels: { severity: 'critical' },
          annotations: { summary: '{{ $labels.job }} does not answer' },
        },
        {
          alert: 'HostOutOfDiskSpace',
          expr: `100 * node_filesystem_avail_bytes{mountpoint="${diskPath}"} / node_filesystem_size_bytes < 10`,
          for: '2s',
          labels: { severity: 'warning' },
          annotations: { summary: '{{ $labels.mountpoint }} on {{ $labels.instance }} is nearly full' },
        },
      ],
    },
  ],
});

/** Alertmanager: every alert on its own and at once, because Nightshift sorts them itself. */
export function alertmanagerConfig(webhookUrl: string): string {
  return stringify({
    route: { receiver: 'nightshift', group_by: ['...'], group_wait: '1s', group_interval: '2s', repeat_interval: '1m' },
    receivers: [{ name: 'nightshift', webhook_configs: [{ url: webhookUrl, send_resolved: true }] }],
  });
}

function hostOf(url: string): string {
  return new URL(url).host;
}
