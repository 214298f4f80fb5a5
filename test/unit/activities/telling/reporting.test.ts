import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aReport } from '../../../support/builders.ts';
import type { Notice } from '../../../../model/notices/notice.ts';
import { aConsole, aWebhook, aWorkerThatTells } from '../../../support/channels/reporting.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';

/** Ids may be as long as a target: a digest has them in short. */
function shortId(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

describe('deliverReport', () => {
  it('tells one channel and counts it', async () => {
    const { deliver, lines, reports } = aWorkerThatTells([aConsole()]);

    await deliver();

    expect(lines()).toHaveLength(1);
    expect(await reports()).toMatchObject({ 'channel="console",result="delivered"': 1 });
  });

  it('counts what a channel refuses, and fails as the channel does', async () => {
    const stub = await anHttpStub({ status: 404 });
    const { deliver, reports, down } = aWorkerThatTells([aConsole(), aWebhook(stub.url)]);

    const failure = await failureOf(() => deliver({ channel: { type: 'webhook', index: 1 } }));

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(await reports()).toMatchObject({
      'channel="webhook",result="failed"': 1,
      'channel="webhook",result="delivered"': 0,
    });
    expect(await down()).toMatchObject({ 'channel="webhook"': 1, 'channel="console"': 0 });
  });

  it.each([
    ['is gone', 1, 'console'],
    ['is another one now', 0, 'slack'],
  ] as const)('fails for good when the channel %s', async (_what, index, type) => {
    const { deliver, lines } = aWorkerThatTells([aConsole()]);

    const failure = await failureOf(() => deliver({ channel: { type, index } }));

    expect(failure).toMatchObject(aFailure('UnknownChannel'));
    expect(lines()).toEqual([]);
  });

  it.each([
    ['an incident', 'escalated', 'https://temporal.example/host/host-1/service/web'],
    ['no incident in particular', 'digest', undefined],
  ] as const)('says where people see %s', async (_what, kind, page) => {
    const { deliver, lines } = aWorkerThatTells([aConsole()]);

    await deliver({ report: aReport({ kind }) });

    expect(lines()[0]?.['page']).toBe(page);
  });
});

describe('a channel that wants to be left alone', () => {
  it.each([
    ['says for how long', '30', 30_000],
    ['does not say for how long', undefined, 10_000],
  ])('and %s is not bothered by any other message either', async (_what, retryAfter, pauseMs) => {
    const stub = await anHttpStub({ status: 429, headers: retryAfter ? { 'retry-after': retryAfter } : {} });
    const { deliver, reports, down } = aWorkerThatTells([aWebhook(stub.url)]);
    await failureOf(() => deliver());

    const failure = await failureOf(() => deliver());

    expect(stub.requests).toHaveLength(1);
    expect(failure).toMatchObject(aFailure('ChannelBusy'));
    expect(failure.nextRetryDelay).toBeGreaterThan(pauseMs - 5_000);
    expect(failure.nextRetryDelay).toBeLessThanOrEqual(pauseMs);
    expect(await reports()).toMatchObject({ 'channel="webhook",result="postponed"': 2 });
    expect(await down()).toMatchObject({ 'channel="webhook"': 0 });
  });
});

describe('a channel that gets too many messages', () => {
  const digest = { after: 2, withinMs: 60_000 };

  it('gets the first ones, and the others in its digest', async () => {
    const { deliver, lines, gathered, reports } = aWorkerThatTells([aConsole({ name: 'log', digest })]);

    const answers = [];
    for (const id of ['a', 'b', 'c', 'd']) answers.push(await deliver({ id }));

    expect(answers).toEqual([null, null, null, null]);
    expect(lines()).toHaveLength(2);
    const order = { name: 'log', channel: { type: 'console', index: 0 }, to: null, withinMs: 60_000 };
    const report = {
      kind: 'escalated',
      severity: 'critical',
      incident: 'host/host-1/service/web',
      page: 'https://temporal.example/host/host-1/service/web',
    };
    expect(gathered).toEqual([
      { order, report: { ...report, id: shortId('c') } },
      { order, report: { ...report, id: shortId('d') } },
    ]);
    expect(await reports()).toMatchObject({
      'channel="console",result="delivered"': 2,
      'channel="console",result="gathered"': 2,
    });
  });

  it('counts a message once, however often it is tried', async () => {
    const { deliver, gathered } = aWorkerThatTells([aConsole({ digest })]);

    for (const id of ['a', 'a', 'a', 'b', 'a']) await deliver({ id });

    expect(gathered).toEqual([]);
  });

  it('gets its digest whatever there is', async () => {
    const { deliver, lines, gathered } = aWorkerThatTells([aConsole({ digest })]);

    for (const id of ['a', 'b', 'c']) await deliver({ id, report: aReport({ kind: 'digest' }) });

    expect(lines()).toHaveLength(3);
    expect(gathered).toEqual([]);
  });

  it('gathers for each person, and not for one what is too much for another', async () => {
    const { deliver, gathered } = aWorkerThatTells([aConsole({ digest })]);
    const [alex, kim] = ['alex', 'kim'].map((person) => ({ person, address: null }));
    const report = aReport({ severity: 'warning' });

    for (const id of ['a', 'b', 'c']) await deliver({ id, report, to: alex ?? null });
    for (const id of ['d', 'e']) await deliver({ id, report, to: kim ?? null });

    expect(gathered.map(({ order, report: { id } }) => [order.to?.person, id])).toEqual([['alex', shortId('c')]]);
  });

  it.each<[string, Partial<Notice>]>([
    ['wakes somebody for something critical', { to: { person: 'alex', address: null } }],
    ['asks for an approval', { report: aReport({ kind: 'approval-needed', severity: 'info' }) }],
    ['changes what is shown already', { receipt: { ts: '1' } }],
  ])('gets what %s by itself, up to five times as many', async (_what, notice) => {
    const { deliver, gathered } = aWorkerThatTells([aConsole({ digest })]);

    for (let nth = 1; nth <= 12; nth++) await deliver({ ...notice, id: `${nth}` });

    expect(gathered.map(({ report: { id } }) => id)).toEqual([shortId('11'), shortId('12')]);
  });

  it('counts nothing as told that its digest does not have', async () => {
    const { deliver, reports } = aWorkerThatTells([aConsole({ digest: { after: 1, withinMs: 60_000 } })], {
      digests: { gather: () => Promise.reject(new Error('no server')) },
    });
    await deliver({ id: 'a' });

    const failure = await failureOf(() => deliver({ id: 'b' }));

    expect(failure).toMatchObject(aFailure('TemporalUnavailable'));
    expect(await reports()).toMatchObject({ 'channel="console",result="gathered"': 0 });
  });
});
