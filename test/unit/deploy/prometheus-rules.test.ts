import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { createFreezeMetrics } from '../../../metrics/freezes.ts';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createRemediationMetrics } from '../../../metrics/remediations.ts';
import { createReportMetrics } from '../../../metrics/reports.ts';
import { createWebhookMetrics, requestResults } from '../../../metrics/webhook.ts';
import type { IncidentCensus } from '../../../model/incident/incident.ts';
import { incidentStatuses } from '../../../model/incident/incident.ts';
import { acquirePromtool } from '../../../stack/components/prometheus.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { composeFile, inRepository, ownServers, textOf, yamlOf } from './deploy-files.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface PrometheusConfig {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}

interface Case {
  readonly name: string;
  readonly promql_expr_test: readonly { readonly expr: string; readonly exp_samples?: readonly unknown[] }[];
}

const folder = inRepository('deploy/prometheus');
const { groups } = yamlOf('deploy/prometheus/nightshift.rules.yml') as {
  groups: readonly { rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);
const { tests: cases } = yamlOf('deploy/prometheus/nightshift.rules.test.yml') as { tests: readonly Case[] };
const selectors = rules.flatMap(({ alert, expr }) =>
  [...expr.matchAll(/\b((?:nightshift|temporal)_\w+)(?:\{([^}]*)\})?/g)].map(([, metric = '', matchers = '']) => ({
    alert,
    metric,
    matchers,
  })),
);

let promtool: (args: readonly string[], cwd?: string) => Promise<{ stdout: string }>;
beforeAll(async () => {
  const path = await acquirePromtool();
  promtool = (args, cwd = folder) => promisify(execFile)(path, [...args], { cwd });
}, 120_000);

it('has rules that promtool accepts, and a configuration that loads them', async () => {
  const { stdout } = await promtool(['check', 'config', 'prometheus.yml']);

  expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
});

it('has rules that fire, and stay silent, as their cases say', async () => {
  const { stdout } = await promtool(['test', 'rules', 'nightshift.rules.test.yml']);

  expect(stdout).toContain('SUCCESS');
});

it.each(rules)('has a case that fails when $alert never fires, and one when it always does', async ({ alert }) => {
  const own = cases.flatMap((test) => test.promql_expr_test).filter(({ expr }) => expr.includes(`"${alert}"`));

  const firing = own.filter(({ exp_samples: samples }) => samples !== undefined);

  // The dead man's switch has nothing to be silent about.
  const fewestSilent = alert === 'NightshiftDeadMansSwitch' ? 0 : 1;
  expect(firing).not.toEqual([]);
  expect(own.length - firing.length).toBeGreaterThanOrEqual(fewestSilent);
});

it('has cases that notice a rule that was broken', async () => {
  const scratch = await aScratchFolder();
  const text = await readFile(join(folder, 'nightshift.rules.yml'), 'utf8');
  await writeFile(
    join(scratch, 'nightshift.rules.yml'),
    text.replace('max(nightshift_incidents_stuck) > 0', 'max(nightshift_incidents_stuck) > 3'),
  );
  await copyFile(join(folder, 'nightshift.rules.test.yml'), join(scratch, 'nightshift.rules.test.yml'));

  const outcome = promtool(['test', 'rules', 'nightshift.rules.test.yml'], scratch);

  await expect(outcome).rejects.toMatchObject({ code: 1 });
});

it.each(rules)(
  'tells people what $alert means, and keeps it away from Nightshift',
  ({ alert, labels, annotations }) => {
    expect(alert).toMatch(/^Nightshift[A-Z]\w+$/);
    expect(labels).toEqual({
      nightshift: 'self',
      severity: expect.stringMatching(/^(?:critical|warning|none)$/) as string,
    });
    expect(annotations).toEqual({
      summary: expect.stringMatching(/^.{10,110}$/) as string,
      description: expect.stringMatching(/^.{60,}$/) as string,
      runbook_url: `docs/alerts.md#${alert.toLowerCase()}`,
    });
  },
);

it('explains exactly these alerts in docs/alerts.md, in the same order', () => {
  const explained = [...textOf('docs/alerts.md').matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading);

  expect(explained).toEqual(rules.map(({ alert }) => alert));
});

it.each(rules)('shows only labels in the texts of $alert that its expression keeps', ({ expr, annotations }) => {
  const kept = new Set([...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/)));

  const shown = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);

  for (const label of shown) expect([...kept]).toContain(label);
});

it.each(selectors.filter(({ metric }) => metric.startsWith('nightshift_')))(
  'asks in $alert for $metric{$matchers}, which is counted',
  async ({ metric, matchers }) => {
    const series = await registeredSeries(metric);

    const asked = [...matchers.matchAll(/(\w+)=~?"([^"]*)"/g)].map(([, label = '', values = '']) => ({
      label,
      values: values.split('|'),
    }));

    const unknown = asked.flatMap(({ label, values }) =>
      values.filter((value) => !series.some((labels) => labels[label] === value)),
    );
    expect(series).not.toEqual([]);
    expect(unknown).toEqual([]);
  },
);

it.each(selectors.filter(({ metric }) => metric.startsWith('temporal_')))(
  "asks in $alert for $metric, which the SDK's core counts",
  ({ metric }) => {
    const cores = globSync('node_modules/@temporalio/core-bridge/sdk-core/crates/{client,sdk-core}/src/**/metrics.rs', {
      cwd: inRepository('.'),
    });

    const name = metric.replace(/^temporal_/, '').replace(/_total$/, '');

    expect(cores.map(textOf).join('\n')).toContain(`"${name}"`);
  },
);

it('has an alert for every reason to refuse a request', () => {
  const results = selectors
    .filter(({ metric }) => metric === 'nightshift_webhook_requests_total')
    .flatMap(({ matchers }) => /result=~"([^"]*)"/.exec(matchers)?.[1]?.split('|') ?? []);

  expect(results.toSorted()).toEqual(requestResults.filter((result) => result !== 'accepted').toSorted());
});

it('scrapes our processes where Compose runs them, under the jobs that the rules name', async () => {
  const { scrape_configs: jobs, rule_files: files } = yamlOf('deploy/prometheus/prometheus.yml') as PrometheusConfig;
  const servers = await ownServers();

  const targets = Object.fromEntries(jobs.map(({ job_name: job, static_configs: [first] }) => [job, first?.targets]));

  const named = new Set(rules.flatMap(({ expr }) => [...expr.matchAll(/job="([^"]*)"/g)].map(([, job]) => job ?? '')));
  expect([...named].toSorted()).toEqual(['nightshift-trigger', 'nightshift-worker']);
  expect(Object.keys(targets)).toEqual(expect.arrayContaining([...named]));
  for (const [name, { app, port }] of Object.entries(servers)) {
    expect(targets[`nightshift-${name}`]).toEqual([`${name}:${port}`]);
    expect(composeFile.services).toHaveProperty(name);
    expect(app.hasRoute({ method: 'GET', url: '/metrics' })).toBe(true);
  }
  expect(files).toEqual(['nightshift.rules.yml']);
});

/** The label sets of a metric as it stands right after the start. */
async function registeredSeries(metric: string): Promise<readonly Readonly<Record<string, string | number>>[]> {
  const byStatus = Object.fromEntries(incidentStatuses.map((status) => [status, 0])) as IncidentCensus['byStatus'];
  const census: IncidentCensus = { byStatus, stuck: 0 };
  const registry = createRegistry();
  createWebhookMetrics(registry);
  createReportMetrics(registry);
  createRemediationMetrics(registry);
  createIncidentMetrics(registry, async () => census);
  createFreezeMetrics(registry, async () => []);
  const found = (await registry.getMetricsAsJSON()).find(({ name }) => name === metric);
  return (found?.values ?? []).map(({ labels }) => labels as Readonly<Record<string, string | number>>);
}
