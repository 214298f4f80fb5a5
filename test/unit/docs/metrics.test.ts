import { describe, expect, it } from 'vitest';
import type { MetricsRegistry } from '../../../metrics/registry.ts';
import { tableIn } from '../../support/sources/docs.ts';
import { everyRegistry } from '../../support/metrics/metrics.ts';

const documented = tableIn('metrics.md', 'Metrics');

/** Labels that a histogram's own parts carry. */
const structural = new Set(['le']);

describe('docs/metrics.md', () => {
  it('lists exactly the metrics of both processes, with type, labels and process', async () => {
    const { worker, trigger } = everyRegistry();

    const registered = [...(await rowsOf(worker, 'worker')), ...(await rowsOf(trigger, 'trigger'))];

    const rows = documented.map((cells) => cells.slice(0, 4).join(' | '));
    expect(rows.toSorted()).toEqual(registered.toSorted());
  });

  it('says what each means', () => {
    expect(documented.filter(([, , , , meaning]) => !meaning)).toEqual([]);
  });
});

async function rowsOf(registry: MetricsRegistry, process: string): Promise<readonly string[]> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics
    .filter(({ name }) => name.startsWith('nightshift_'))
    .map(({ name, type, values }) => [name, String(type), labelsOf(values).join(', '), process].join(' | '));
}

function labelsOf(values: readonly { readonly labels: object }[]): readonly string[] {
  const names = values.flatMap(({ labels }) => Object.keys(labels));
  return [...new Set(names)].filter((name) => !structural.has(name));
}
