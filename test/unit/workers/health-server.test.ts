import { describe, expect, it, onTestFinished } from 'vitest';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import type { HealthServerOptions } from '../../../workers/health-server.ts';
import { createHealthServer } from '../../../workers/health-server.ts';
import { aCensus } from '../../support/metrics.ts';
import { problemsIn } from '../../support/open-metrics.ts';

async function aHealthServer(changes: Partial<HealthServerOptions> = {}): Promise<string> {
  const app = createHealthServer({
    registry: createRegistry(),
    readSdkMetrics: () => Promise.resolve(''),
    isReady: () => Promise.resolve(true),
    ...changes,
  });
  onTestFinished(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

describe("the worker's small server", () => {
  it.each([
    { isReady: true, status: 200, body: { status: 'ready' } },
    { isReady: false, status: 503, body: { status: 'the worker does not poll' } },
  ])('answers /readyz with $status when ready is $isReady, and stays alive', async ({ isReady, status, body }) => {
    const url = await aHealthServer({ isReady: () => Promise.resolve(isReady) });

    const [ready, alive] = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/healthz`)]);

    expect(ready.status).toBe(status);
    expect(await ready.json()).toEqual(body);
    expect(await alive.json()).toEqual({ status: 'alive' });
  });

  it("serves its own metrics and the SDK's as one OpenMetrics text", async () => {
    const registry = createRegistry();
    createIncidentMetrics(registry, () => Promise.resolve(aCensus()));
    const sdkText = '# HELP temporal_polls_total Polls\n# TYPE temporal_polls_total counter\ntemporal_polls_total 3\n';
    const url = await aHealthServer({ registry, readSdkMetrics: () => Promise.resolve(sdkText) });

    const response = await fetch(`${url}/metrics`);
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(problemsIn(text)).toEqual([]);
    expect(text).toContain('nightshift_incidents{status="repairing"} 2');
    expect(text).toContain('nightshift_incidents_stuck 1');
    expect(text).toContain('temporal_polls_total 3');
  });
});
