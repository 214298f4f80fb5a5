import { describe, expect, it } from 'vitest';
import { createForecastingActivities } from '../../../../activities/disks/forecasting.ts';
import type { PrometheusClient } from '../../../../clients/prometheus.ts';
import { PrometheusError } from '../../../../clients/prometheus.ts';
import type { Sample } from '../../../../model/forecast/sample.ts';

const labels = { instance: 'web-1:9100', mountpoint: '/srv' };

/** A Prometheus that has so many series, each with what a test says of a moment. */
function aPrometheus(left: (at: Sample['atMs'], metric: string) => number, count = 1) {
  const queries: string[] = [];
  const client: PrometheusClient = {
    readRange: ({ query, fromMs, toMs, stepMs }) => {
      queries.push(query);
      const metric = query.includes('files_free') ? 'inodes' : 'bytes';
      const steps = Math.floor((toMs - fromMs) / stepMs);
      const samples = Array.from({ length: steps }, (_, nth) => {
        const atMs = toMs - nth * stepMs;
        return { atMs, value: left(toMs - atMs, metric) };
      });
      return Promise.resolve(Array.from({ length: count }, () => ({ labels: {}, samples })));
    },
  };
  return { client, queries };
}

function forecastBy(prometheus: PrometheusClient | null, known: typeof labels | null = labels) {
  return createForecastingActivities({ prometheus }).forecastDisk({ labels: known });
}

describe('forecastDisk', () => {
  it('asks for the bytes and inodes of this file system alone', async () => {
    const { client, queries } = aPrometheus(() => 1);

    await forecastBy(client);

    expect([...new Set(queries)]).toEqual([
      'max by (instance, mountpoint, device) (node_filesystem_avail_bytes{instance="web-1:9100",mountpoint="/srv"})',
      'max by (instance, mountpoint, device) (node_filesystem_files_free{instance="web-1:9100",mountpoint="/srv"})',
    ]);
  });

  it('says how fast each of them is used up', async () => {
    const { client } = aPrometheus((ago, metric) => (metric === 'bytes' ? 1e9 + ago : 1e6));

    expect(await forecastBy(client)).toMatchObject({
      kind: 'seen',
      bytes: { kind: 'growing', pace: { perSecond: 1_000 } },
      inodes: { kind: 'not-growing' },
    });
  });

  it('sees what began half an hour ago', async () => {
    const { client } = aPrometheus((ago) => 1e9 + Math.min(ago, 1_800_000));

    expect(await forecastBy(client)).toMatchObject({ bytes: { kind: 'growing', pace: { perSecond: 1_000 } } });
  });

  it.each([
    ['that no file system is named', aPrometheus(() => 1).client, null, 'the alerts do not name one file system'],
    [
      'that several are meant',
      aPrometheus(() => 1, 2).client,
      labels,
      'Prometheus knows several file systems by the labels',
    ],
    [
      'that Prometheus does not answer',
      { readRange: () => Promise.reject(new PrometheusError('unavailable', 'prom: status 503')) },
      labels,
      'Prometheus does not answer (prom: status 503)',
    ],
  ])('says %s', async (_what, client, known, because) => {
    const forecast = await forecastBy(client, known);

    expect(forecast).toEqual({ kind: 'unseen', because: expect.stringContaining(because) as unknown });
  });

  it('says nothing where operators named no Prometheus', async () => {
    expect(await forecastBy(null)).toBeNull();
  });

  it('says that there is too little to see where Prometheus knows nothing', async () => {
    expect(await forecastBy(aPrometheus(() => 1, 0).client)).toEqual({
      kind: 'seen',
      bytes: { kind: 'too-little-data' },
      inodes: { kind: 'too-little-data' },
    });
  });
});
