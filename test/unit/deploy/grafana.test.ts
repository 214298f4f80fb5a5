import { readdirSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { exportedLeads } from '../../../model/forecast/exporting/exported.ts';
import { dashboardNamed, withVariables } from '../../support/metrics/dashboards.ts';
import { everyRegistry } from '../../support/metrics/metrics.ts';
import { inRepository } from './deploy-files.ts';

const files = readdirSync(inRepository('deploy/grafana')).filter((name) => name.endsWith('.json'));
const panels = files.flatMap((file) => dashboardNamed(file).panels.map((panel) => ({ file, ...panel })));
const queries = panels.flatMap(({ file, title, targets }) => targets.map(({ expr }) => ({ file, title, expr })));

/** The labels of every metric that the worker shows. */
async function labelsByMetric(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const metrics = await everyRegistry().worker.getMetricsAsJSON();
  return new Map(
    metrics.map(({ name, values }) => [name, new Set(values.flatMap(({ labels }) => Object.keys(labels)))]),
  );
}

describe('a dashboard', () => {
  it.each(files)('%s is there with what Grafana needs to take it in', (file) => {
    const { uid, title, schemaVersion } = dashboardNamed(file);

    expect([uid, title]).toEqual([expect.stringMatching(/^nightshift-/), expect.stringMatching(/^Nightshift: /)]);
    expect(schemaVersion).toBeGreaterThan(36);
  });

  it.each(panels)('explains $title', ({ description, targets }) => {
    expect(description).toMatch(/^[A-Z].{30,}\.$/);
    expect(targets.every(({ datasource }) => datasource.uid === '${datasource}')).toBe(true);
  });

  it.each(files)('%s has no panel above another', (file) => {
    const cells = dashboardNamed(file).panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, nth) => `${x + (nth % w)}/${y + Math.floor(nth / w)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
  });

  it.each(queries)('asks for $title only what is shown, in PromQL: $expr', async ({ expr }) => {
    const labels = await labelsByMetric();
    const query = withVariables(expr);

    const problems: string[] = [];
    parser.parse(query).iterate({
      enter: ({ type, from, to }) => {
        if (type.isError) problems.push(`no PromQL at ${from}: ${query.slice(from, to + 20)}`);
      },
    });
    const asked = [...query.matchAll(/\b(nightshift_\w+)(?:\{([^}]*)\})?/g)];

    expect(problems).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.flatMap(([, metric = '']) => (labels.has(metric) ? [] : [metric]))).toEqual([]);
    for (const [, metric = '', matchers = ''] of asked) {
      for (const [, label = ''] of matchers.matchAll(/(\w+)=~?"/g))
        expect([...(labels.get(metric) ?? [])]).toContain(label);
    }
  });

  it('offers exactly the leads that are exported', () => {
    const ahead = dashboardNamed('nightshift-forecasts.json').templating.list.find(({ name }) => name === 'ahead');

    expect(ahead?.query).toBe(Object.keys(exportedLeads).join(','));
  });
});
