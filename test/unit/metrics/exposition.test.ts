import { describe, expect, it } from 'vitest';
import { asOpenMetrics, exposition, openMetricsContentType } from '../../../metrics/exposition.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createWebhookMetrics } from '../../../metrics/webhook.ts';
import { everyRegistry } from '../../support/metrics/metrics.ts';
import { problemsIn } from '../../support/metrics/open-metrics.ts';

const sdkText = `# HELP temporal_request_total Count of requests
# TYPE temporal_request_total counter
temporal_request_total{operation="Poll"} 3
# HELP temporal_latency_seconds Latency
# TYPE temporal_latency_seconds histogram
temporal_latency_seconds_bucket{le="0.1"} 1
temporal_latency_seconds_bucket{le="+Inf"} 2
temporal_latency_seconds_sum 0.3
temporal_latency_seconds_count 2

`;

describe('exposition', () => {
  it('is valid OpenMetrics, with the SDK’s own figures in it', async () => {
    const { worker, trigger } = everyRegistry();

    const [withSdk, without] = [await exposition(worker, sdkText), await exposition(trigger, '')];

    expect(problemsIn(withSdk)).toEqual([]);
    expect(problemsIn(without)).toEqual([]);
    expect(withSdk).toContain('# TYPE temporal_request counter\ntemporal_request_total{operation="Poll"} 3\n');
  });

  it('ends once', async () => {
    const text = await exposition(createRegistry(), `${sdkText}# EOF\n`);

    expect(text.split('# EOF')).toHaveLength(2);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });

  it('names a counter’s family without _total and its samples with it', async () => {
    const registry = createRegistry();
    createWebhookMetrics(registry).alertsReceived('alertmanager', 'accepted', 2);

    const text = await exposition(registry, '');

    expect(text).toContain('# TYPE nightshift_alerts_received counter\n');
    expect(text).toContain('nightshift_alerts_received_total{source="alertmanager",result="accepted"} 2\n');
  });

  it('says which format it is', () => {
    expect(openMetricsContentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
  });
});

describe('asOpenMetrics', () => {
  it.each([
    ['nothing', '', ''],
    ['a counter', '# TYPE a_total counter\na_total 1\n', '# TYPE a counter\na_total 1\n'],
    ['its help, wherever it stands', '# HELP a_total x\n# TYPE a_total counter\n', '# HELP a x\n# TYPE a counter\n'],
    ['a gauge that happens to be a total', '# TYPE a_total gauge\na_total 1\n', '# TYPE a_total gauge\na_total 1\n'],
    ['a histogram', '# TYPE a histogram\na_count 1\n', '# TYPE a histogram\na_count 1\n'],
    ['an end of its own', 'a 1\n# EOF\n', 'a 1\n'],
    ['empty lines', '\na 1\n\n', 'a 1\n'],
    ['a last line without an end', 'a 1', 'a 1\n'],
    ['a help that speaks of a total', '# HELP b the a_total counter\n', '# HELP b the a_total counter\n'],
  ])('brings %s to OpenMetrics', (_what, text, expected) => {
    expect(asOpenMetrics(text)).toBe(expected);
  });
});
