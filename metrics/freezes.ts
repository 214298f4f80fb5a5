import { Gauge } from 'prom-client';
import type { Freeze } from '../model/freeze/freeze.ts';
import { freezeKind, freezeKinds } from '../model/freeze/freeze.ts';
import type { MetricsRegistry } from './registry.ts';

/** What is counted about the kill switch, read at each scrape; the gauge stays away while it cannot be read. */
export function createFreezeMetrics(
  registry: MetricsRegistry,
  readFreezes: () => Promise<readonly Freeze[] | undefined>,
): void {
  const freezes = new Gauge({
    name: 'nightshift_freezes',
    registers: [],
    help: 'Freezes in force, by how wide they are.',
    labelNames: ['scope'],
    async collect() {
      const inForce = await readFreezes();
      this.reset();
      if (!inForce) return;
      for (const kind of freezeKinds) {
        this.set({ scope: kind }, inForce.filter(({ scope }) => freezeKind(scope) === kind).length);
      }
    },
  });
  registry.registerMetric(freezes);
}
