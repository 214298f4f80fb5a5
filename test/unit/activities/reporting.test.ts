import { describe, expect, it } from 'vitest';
import type { ChannelSettings } from '../../../activities/contracts/channel.ts';
import { createReportingActivities } from '../../../activities/reporting.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createReportMetrics } from '../../../metrics/reports.ts';
import { aReport } from '../../support/builders.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';
import { anHttpStub } from '../../support/http/http-stub.ts';
import { aMemoryLog } from '../../support/memory-log.ts';
import { samplesOf } from '../../support/metrics/metrics.ts';

function reporting(channels: readonly ChannelSettings[]) {
  const registry = createRegistry();
  const { log, lines } = aMemoryLog();
  const activities = createReportingActivities({ log, channels, reports: createReportMetrics(registry) });
  return {
    deliverReport: activities.deliverReport.bind(activities),
    lines,
    samples: () => samplesOf(registry, 'nightshift_reports_total'),
  };
}

const console: ChannelSettings = { type: 'console', url: null, headers: {} };

describe('deliverReport', () => {
  it('tells one channel and counts it', async () => {
    const { deliverReport, lines, samples } = reporting([console]);

    await deliverReport({ channel: { type: 'console', index: 0 }, report: aReport() });

    expect(lines()).toHaveLength(1);
    expect(await samples()).toMatchObject({ 'channel="console",result="delivered"': 1 });
  });

  it('counts what a channel refuses, and fails as the channel does', async () => {
    const stub = await anHttpStub({ status: 404 });
    const { deliverReport, samples } = reporting([console, { type: 'webhook', url: stub.url, headers: {} }]);

    const failure = await failureOf(() => deliverReport({ channel: { type: 'webhook', index: 1 }, report: aReport() }));

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(await samples()).toMatchObject({
      'channel="webhook",result="failed"': 1,
      'channel="webhook",result="delivered"': 0,
    });
  });

  it.each([
    ['is gone', 1, 'console'],
    ['is another one now', 0, 'slack'],
  ] as const)('fails for good when the channel %s', async (_what, index, type) => {
    const { deliverReport, lines } = reporting([console]);

    const failure = await failureOf(() => deliverReport({ channel: { type, index }, report: aReport() }));

    expect(failure).toMatchObject(aFailure('UnknownChannel'));
    expect(lines()).toEqual([]);
  });
});
