import { describe, expect, it } from 'vitest';
import { pagerDutyChannel } from '../../../../activities/notifications/pagerduty.ts';
import type { Severity } from '../../../../model/alert/alert.ts';
import type { ReportKind } from '../../../../model/incident/report.ts';
import type { Receipt } from '../../../../model/notices/notice.ts';
import { aReport } from '../../../support/builders.ts';
import { aHostileReport } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import { openPagerdutyStand } from '../../../support/channels/pagerduty-stand.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

const deps = { log: aMemoryLog().log };
const title = 'A human is needed: host/host-1/service/web';

/** Tells of one change after the other, as an incident does, and gives each the receipt of the one before. */
async function told(...kinds: readonly ReportKind[]) {
  const stand = await openPagerdutyStand();
  let receipt: Receipt | null = null;
  for (const kind of kinds) {
    const report = aReport({ kind, title: kind });
    receipt = await pagerDutyChannel(aMessage({ report, receipt }), stand.settings, deps);
  }
  return stand;
}

describe('the channel pagerduty', () => {
  it('opens an alert that says what people need', async () => {
    const stand = await openPagerdutyStand();
    const report = aReport({ asks: ['code 1a2b3c4d'], details: ['lamp 3 is dark'], findings: ['no oil'] });

    await pagerDutyChannel(aMessage({ report }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
    expect(stand.alerts.map(({ payload }) => payload)).toEqual([
      {
        summary: `${title} (ServiceDown)`,
        source: 'host/host-1/service/web',
        severity: 'critical',
        class: 'service-down',
        custom_details: {
          'What to do': 'code 1a2b3c4d',
          State: 'severity critical · runbook service-down · firing: ServiceDown',
          'What was found': 'lamp 3 is dark',
          'In the logs': 'no oil',
          'What happened': report.story[0],
        },
      },
    ]);
  });

  it.each<[readonly ReportKind[], readonly string[], string]>([
    [['repairing', 'resolved'], [], 'wakes nobody for a repair that works by itself'],
    [['approval-needed', 'repairing'], ['resolved'], 'leaves nothing open while a repair runs'],
    [['approval-needed', 'repairing', 'resolved'], ['resolved'], 'resolves the alert once it is approved'],
    [['approval-needed', 'escalated'], ['triggered'], 'has one alert for an approval that nobody gave'],
    [
      ['approval-needed', 'repairing', 'escalated'],
      ['resolved', 'triggered'],
      'wakes people anew where a repair failed',
    ],
    [['escalated', 'cleared'], ['resolved'], 'resolves what has cleared'],
    [['escalated', 'resolved', 'escalated'], ['resolved', 'triggered'], 'opens a new alert after a resolved one'],
    [['cleared'], [], 'makes no alert by resolving one'],
  ])('after %j has alerts that are %j: it %s', async (kinds, states) => {
    const { alerts, complaints } = await told(...kinds);

    expect(alerts.map(({ state }) => state)).toEqual(states);
    expect(complaints).toEqual([]);
  });

  it('wakes people by a new alert who are needed again after they had acknowledged', async () => {
    const stand = await told('escalated');
    const acknowledged = aMessage({ receipt: { alert: 'acknowledge', round: '1' } });

    await pagerDutyChannel(acknowledged, stand.settings, deps);
    const receipt = await pagerDutyChannel({ ...acknowledged, attempt: 2 }, stand.settings, deps);
    const states = stand.alerts.map(({ state }) => state);
    await pagerDutyChannel(aMessage({ report: aReport({ kind: 'resolved' }), receipt }), stand.settings, deps);

    expect(states).toEqual(['resolved', 'triggered']);
    expect(stand.alerts.map(({ state }) => state)).toEqual(['resolved', 'resolved']);
  });

  it('has one alert however often a message is sent', async () => {
    const stand = await openPagerdutyStand();

    await pagerDutyChannel(aMessage(), stand.settings, deps);
    await pagerDutyChannel(aMessage({ attempt: 2 }), stand.settings, deps);

    expect(stand.alerts).toHaveLength(1);
    expect(stand.shown).toHaveLength(1);
  });

  it.each<[Severity, string]>([
    ['critical', 'critical'],
    ['warning', 'warning'],
    ['info', 'info'],
    ['none', 'info'],
  ])('calls %s %s', async (severity, expected) => {
    const stand = await openPagerdutyStand();

    await pagerDutyChannel(aMessage({ report: aReport({ severity }) }), stand.settings, deps);

    expect(stand.alerts[0]?.payload).toMatchObject({ severity: expected });
  });

  it.each([
    ['an invalid event', { status: 400, body: 's3cret-answer' }, 'ChannelRefused'],
    ['too many events', { status: 429, retryAfter: '60' }, 'ChannelBusy'],
    ['a broken server', { status: 503 }, 'ChannelUnavailable'],
    ['an error in a success', 'error-in-success', 'ChannelUnavailable'],
    ['a success of another kind', { status: 200, body: '{"status": "success"}' }, 'ChannelUnavailable'],
  ] as const)('turns %s into the failure of that kind', async (_what, fault, type) => {
    const stand = await openPagerdutyStand();
    stand.failNext(fault);

    const failure = await failureOf(() => pagerDutyChannel(aMessage(), stand.settings, deps));

    expect(failure).toMatchObject(aFailure(type));
    expect(stand.secrets.filter((secret) => failure.message.includes(secret))).toEqual([]);
  });

  it.each([1, 300])('takes hostile text, %i times over, for text', async (times) => {
    const stand = await openPagerdutyStand();
    const report = aHostileReport(times, { target: null });

    await pagerDutyChannel(aMessage({ report }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
    expect(stand.alerts[0]?.payload).toMatchObject({ severity: 'critical' });
    expect(stand.shown.join()).not.toMatch(/\\u0000|\\u001b|\\ud800|\u202e/);
  });

  it('links to nothing where the page is not known', async () => {
    const stand = await openPagerdutyStand();

    await pagerDutyChannel(aMessage({ page: null }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
  });
});
