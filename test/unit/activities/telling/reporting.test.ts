import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { createReportingActivities } from '../../../../activities/telling/reporting.ts';
import { createRegistry } from '../../../../metrics/registry.ts';
import { createReportMetrics } from '../../../../metrics/reports.ts';
import type { ChannelSettings } from '../../../../model/notices/channel-settings.ts';
import type { Notice } from '../../../../model/notices/notice.ts';
import { aReport } from '../../../support/builders.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { samplesOf } from '../../../support/metrics/metrics.ts';

function reporting(channels: readonly ChannelSettings[]) {
  const registry = createRegistry();
  const { log, lines } = aMemoryLog();
  const reports = createReportMetrics(registry);
  const activities = createReportingActivities({ log, channels, reports, pageOf: () => null });
  return {
    deliverReport: (notice: Notice) =>
      new MockActivityEnvironment().run((input: Notice) => activities.deliverReport(input), notice),
    lines,
    samples: () => samplesOf(registry, 'nightshift_reports_total'),
  };
}

const common = { everyIncident: true, digest: null };
const console: ChannelSettings = { ...common, type: 'console', name: 'console' };

describe('deliverReport', () => {
  it('tells one channel and counts it', async () => {
    const { deliverReport, lines, samples } = reporting([console]);

    await deliverReport({ channel: { type: 'console', index: 0 }, report: aReport() });

    expect(lines()).toHaveLength(1);
    expect(await samples()).toMatchObject({ 'channel="console",result="delivered"': 1 });
  });

  it('counts what a channel refuses, and fails as the channel does', async () => {
    const stub = await anHttpStub({ status: 404 });
    const { deliverReport, samples } = reporting([
      console,
      { ...common, type: 'webhook', name: 'webhook', url: stub.url, headers: {}, signingSecret: null },
    ]);

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
