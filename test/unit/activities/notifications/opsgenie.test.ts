import { describe, expect, it } from 'vitest';
import { opsgenieChannel } from '../../../../activities/notifications/opsgenie.ts';
import type { Severity } from '../../../../model/alert/alert.ts';
import type { ReportKind } from '../../../../model/incident/report.ts';
import type { Receipt } from '../../../../model/notices/notice.ts';
import { aReport } from '../../../support/builders.ts';
import { aHostileReport } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import { openOpsgenieStand } from '../../../support/channels/opsgenie-stand.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

const deps = { log: aMemoryLog().log };

async function told(...kinds: readonly ReportKind[]) {
  const stand = await openOpsgenieStand();
  let receipt: Receipt | null = null;
  for (const kind of kinds) {
    const report = aReport({ kind, title: kind });
    receipt = await opsgenieChannel(aMessage({ report, receipt }), stand.settings, deps);
  }
  return stand;
}

describe('the channel opsgenie', () => {
  it('opens an alert that says what people need', async () => {
    const stand = await openOpsgenieStand();

    await opsgenieChannel(aMessage({ report: aReport({ asks: ['code 1a2b3c4d'] }) }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
    expect(stand.shown).toEqual([
      [
        'P1: A human is needed: host/host-1/service/web (ServiceDown)',
        'A human is needed: host/host-1/service/web (ServiceDown)',
        '',
        aMessage().page,
        '',
        'State:',
        'severity critical · runbook service-down · firing: ServiceDown',
        '',
        'What to do:',
        'code 1a2b3c4d',
        '',
        'What happened:',
        aReport().story[0],
      ].join('\n'),
    ]);
  });

  it.each<[readonly ReportKind[], readonly string[]]>([
    [['repairing', 'resolved'], []],
    [['approval-needed', 'repairing'], ['closed']],
    [['approval-needed', 'repairing', 'resolved'], ['closed']],
    [['approval-needed', 'escalated'], ['open']],
    [
      ['approval-needed', 'repairing', 'escalated'],
      ['closed', 'open'],
    ],
    [['escalated', 'cleared'], ['closed']],
    [['cleared'], []],
  ])('after %j has alerts that are %j', async (kinds, states) => {
    const { alerts, complaints } = await told(...kinds);

    expect(alerts.map(({ state }) => state)).toEqual(states);
    expect(complaints).toEqual([]);
  });

  it('notes what has changed where an alert is open already', async () => {
    const { alerts } = await told('approval-needed', 'escalated');

    expect(alerts.map(({ message, notes }) => [message, notes.length])).toEqual([['approval-needed (ServiceDown)', 1]]);
    expect(alerts[0]?.notes[0]).toMatch(/^escalated/);
  });

  it('wakes people by a new alert who are needed again after they had acknowledged', async () => {
    const stand = await told('escalated');

    const receipt = await opsgenieChannel(
      aMessage({ receipt: { alert: 'acknowledge', round: '1' } }),
      stand.settings,
      deps,
    );
    const states = stand.alerts.map(({ state }) => state);
    await opsgenieChannel(aMessage({ report: aReport({ kind: 'cleared' }), receipt }), stand.settings, deps);

    expect(states).toEqual(['closed', 'open']);
    expect(stand.alerts.map(({ state }) => state)).toEqual(['closed', 'closed']);
  });

  it('has one alert however often a message is sent', async () => {
    const stand = await openOpsgenieStand();

    await opsgenieChannel(aMessage(), stand.settings, deps);
    await opsgenieChannel(aMessage({ attempt: 2 }), stand.settings, deps);

    expect(stand.alerts.map(({ count }) => count)).toEqual([2]);
    expect(stand.shown).toHaveLength(1);
  });

  it.each<[Severity, string]>([
    ['critical', 'P1'],
    ['warning', 'P3'],
    ['info', 'P4'],
    ['none', 'P5'],
  ])('calls %s %s', async (severity, expected) => {
    const stand = await openOpsgenieStand();

    await opsgenieChannel(aMessage({ report: aReport({ severity }) }), stand.settings, deps);

    expect(stand.alerts.map(({ priority }) => priority)).toEqual([expected]);
  });

  it.each([
    ['an invalid request', { status: 422, body: 's3cret-answer' }, 'ChannelRefused'],
    ['a wrong key', { status: 401, body: 's3cret-answer' }, 'ChannelRefused'],
    ['an alert that is nowhere to be made', { status: 404, body: 's3cret-answer' }, 'ChannelRefused'],
    ['too many requests', { status: 429, retryAfter: '60' }, 'ChannelBusy'],
    ['a broken server', { status: 503 }, 'ChannelUnavailable'],
    ['an error in a success', 'error-in-success', 'ChannelUnavailable'],
  ] as const)('turns %s into the failure of that kind', async (_what, fault, type) => {
    const stand = await openOpsgenieStand();
    stand.failNext(fault);

    const failure = await failureOf(() => opsgenieChannel(aMessage(), stand.settings, deps));

    expect(failure).toMatchObject(aFailure(type));
    expect(stand.secrets.filter((secret) => failure.message.includes(secret))).toEqual([]);
  });

  it.each([1, 300])('takes hostile text, %i times over, for text', async (times) => {
    const stand = await openOpsgenieStand();
    const report = aHostileReport(times, { target: null });

    const receipt = await opsgenieChannel(aMessage({ report }), stand.settings, deps);
    await opsgenieChannel(aMessage({ report: { ...report, kind: 'cleared' }, receipt }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
    expect(stand.alerts.map(({ state }) => state)).toEqual(['closed']);
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
    expect(stand.shown.join()).not.toMatch(/[\u0000\u001b\u202e\r]/);
  });
});
