import type { ReportingDependencies } from '../../../activities/telling/reporting.ts';
import { createReportingActivities } from '../../../activities/telling/reporting.ts';
import type { DigestOrder } from '../../../clients/temporal/digests.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createReportMetrics } from '../../../metrics/reports.ts';
import type { ChannelSettings } from '../../../model/notices/channel-settings.ts';
import type { Gathered } from '../../../model/notices/digest.ts';
import type { Notice, Receipt } from '../../../model/notices/notice.ts';
import { anActivity } from '../acting/activity.ts';
import { aReport } from '../builders.ts';
import { aMemoryLog } from '../memory-log.ts';
import { samplesOf } from '../metrics/metrics.ts';

const common = { everyIncident: true, digest: null };

/** A channel that only needs a log. */
export function aConsole(overrides: Partial<ChannelSettings> = {}): ChannelSettings {
  return { ...common, type: 'console', name: 'console', ...overrides } as ChannelSettings;
}

/** A channel that posts to an address. */
export function aWebhook(url: string, overrides: Partial<ChannelSettings> = {}): ChannelSettings {
  const own = { type: 'webhook', name: 'webhook', url, headers: {}, signingSecret: null };
  return { ...common, ...own, ...overrides } as ChannelSettings;
}

/** The activity that tells people, by these channels, as one worker has it. */
export function aWorkerThatTells(channels: readonly ChannelSettings[], overrides: Partial<ReportingDependencies> = {}) {
  const registry = createRegistry();
  const { log, lines } = aMemoryLog();
  const gathered: { readonly order: DigestOrder; readonly report: Gathered }[] = [];
  const activities = createReportingActivities({
    log,
    channels,
    digests: { gather: async (order, report) => void gathered.push({ order, report }) },
    reports: createReportMetrics(registry),
    pageOf: (incident) => `https://temporal.example/${incident}`,
    ...overrides,
  });
  return {
    /** Delivers to the first channel, unless the notice says otherwise. */
    deliver: (notice: Partial<Notice> = {}): Promise<Receipt | null> => {
      const [first] = channels;
      const channel = { index: 0, type: first?.type ?? 'console' };
      const whole = { channel, report: aReport(), ...notice };
      return anActivity().run((input: Notice) => activities.deliverReport(input), whole);
    },
    lines,
    gathered,
    reports: () => samplesOf(registry, 'nightshift_reports_total'),
    down: () => samplesOf(registry, 'nightshift_channels_down'),
  };
}
