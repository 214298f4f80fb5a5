import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createShownFiles } from '../../../clients/evidence/shown-files.ts';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import type { HealthServerOptions } from '../../../workers/health-server.ts';
import { createHealthServer } from '../../../workers/health-server.ts';
import { aFreeze, isoSecond } from '../../support/builders.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { aCensus } from '../../support/metrics/metrics.ts';
import { problemsIn } from '../../support/metrics/open-metrics.ts';

async function aHealthServer(changes: Partial<HealthServerOptions> = {}): Promise<string> {
  const app = createHealthServer({
    registry: createRegistry(),
    readSdkMetrics: () => Promise.resolve(''),
    isReady: () => Promise.resolve(true),
    readFreezes: () => Promise.resolve([]),
    readPicture: () => Promise.resolve(null),
    readReview: () => Promise.resolve(null),
    ...changes,
  });
  onTestFinished(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

describe("the worker's small server", () => {
  it.each([
    { isReady: true, status: 200, body: { status: 'ready', freezes: [] } },
    { isReady: false, status: 503, body: { status: 'the worker does not poll' } },
  ])('answers /readyz with $status when ready is $isReady, and stays alive', async ({ isReady, status, body }) => {
    const url = await aHealthServer({ isReady: () => Promise.resolve(isReady) });

    const [ready, alive] = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/healthz`)]);

    expect(ready.status).toBe(status);
    expect(await ready.json()).toEqual(body);
    expect(await alive.json()).toEqual({ status: 'alive' });
  });

  it.each([
    {
      what: 'why, by whom and since when',
      inForce: [aFreeze()],
      shown: [{ scope: { target: null, runbook: null }, reason: 'maintenance', by: 'alex', at: isoSecond(0) }],
    },
    { what: 'that nobody knows', inForce: undefined, shown: 'unreadable' },
  ])('stays ready while actions are frozen, and says $what', async ({ inForce, shown }) => {
    const url = await aHealthServer({ readFreezes: () => Promise.resolve(inForce) });

    const ready = await fetch(`${url}/readyz`);

    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ready', freezes: shown });
  });

  it('serves pictures that can do nothing but be looked at, and nothing else of the evidence', async () => {
    const folder = await aScratchFolder();
    const pictures = createShownFiles('forecast', folder, 3_600_000);
    const id = await pictures.keep('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'logs-0a1b2c3d.jsonl'), '{}');
    const url = await aHealthServer({ readPicture: (name) => pictures.read(name) });

    const [picture, list, above] = await Promise.all(
      [id, 'logs-0a1b2c3d.jsonl', '..%2F..%2Fetc%2Fpasswd'].map((name) => fetch(`${url}/evidence/${name}`)),
    );

    expect(await picture?.text()).toBe('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(Object.fromEntries(picture?.headers ?? [])).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect([list?.status, above?.status]).toEqual([404, 404]);
  });

  it('serves post-incident reports that run nothing and fetch nothing', async () => {
    const reviews = createShownFiles('review', await aScratchFolder(), 3_600_000);
    const id = await reviews.keep('<!doctype html><title>what happened</title>');
    const url = await aHealthServer({ readReview: (name) => reviews.read(name) });

    const response = await fetch(`${url}/evidence/${id}`);

    expect(await response.text()).toBe('<!doctype html><title>what happened</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox/);
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
