import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { voiceChannel } from '../../../../activities/notifications/voice.ts';
import { aReport } from '../../../support/builders.ts';
import { aHostileReport } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import { openVoiceStand } from '../../../support/channels/voice-stand.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

const deps = { log: aMemoryLog().log };
const alex = '+4915112345678';
const kim = '+4915187654321';

describe('the channel voice', () => {
  it('calls and says twice what has happened', async () => {
    const stand = await openVoiceStand();

    await voiceChannel(aMessage(), stand.settings, deps);

    const news = 'A human is needed, host, host 1, service, web. Severity critical. Firing, Service Down.';
    expect(stand.complaints).toEqual([]);
    expect(stand.shown).toEqual([`${alex}: Nightshift calls. ${news} | Once more. ${news}`]);
  });

  it.each([
    ['the hash in a name', 'web-7d9f8b6c5d-x2x4z down', 'web x2x4z down'],
    ['an address', 'at http://evil.example/a?b=c', 'at http, evil.example, a b c'],
    ['a verb of TwiML', '</Say><Dial>+49</Dial><Say>', 'Say Dial 49, Dial Say'],
    ['an entity', 'a &lt;b&gt; c', 'a lt, b gt, c'],
    ['names of rules', 'KubePodCrashLooping', 'Kube Pod Crash Looping'],
    ['letters of everywhere', 'Größe der Datenbank, 数据库', 'Größe der Datenbank, 数据库'],
    ['control characters', 'a\u0000b\u202ec\r\nd', 'a b c d'],
  ])('says of %s what can be said', async (_what, title, said) => {
    const stand = await openVoiceStand();

    await voiceChannel(aMessage({ report: aReport({ title, firing: [] }) }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
    expect(stand.shown[0]).toContain(`Nightshift calls. ${said}. Severity critical.`);
  });

  it('asks for an approval', async () => {
    const stand = await openVoiceStand();

    await voiceChannel(aMessage({ report: aReport({ kind: 'approval-needed' }) }), stand.settings, deps);

    expect(stand.shown[0]).toContain('Severity critical. Please approve or deny. Firing');
  });

  it('calls everybody else where one cannot be called', async () => {
    const stand = await openVoiceStand();

    const failure = await failureOf(() =>
      voiceChannel(aMessage(), { ...stand.settings, to: ['+15005550001', alex, kim] }, deps),
    );

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(failure.message).toMatch(/^1 of 3 could not be told: .* code 21211$/);
    expect(stand.shown).toHaveLength(2);
  });

  it('calls nobody again whom the attempt before has reached', async () => {
    const stand = await openVoiceStand();
    const settings = { ...stand.settings, to: [alex, kim] };
    const environment = new MockActivityEnvironment();
    const left: unknown[] = [];
    environment.on('heartbeat', (details) => left.push(details));
    stand.failNext({ status: 429 });

    const failure = await failureOf(() => environment.run(() => voiceChannel(aMessage(), settings, deps)));
    const next = new MockActivityEnvironment({ attempt: 2, heartbeatDetails: left.at(-1) });
    await next.run(() => voiceChannel(aMessage({ attempt: 2 }), settings, deps));

    expect(failure).toMatchObject(aFailure('ChannelBusy'));
    expect(stand.shown.map((call) => call.slice(0, alex.length)).toSorted()).toEqual([alex, kim].toSorted());
  });

  it.each([
    ['a call that failed at once', 'error-in-success', 'ChannelUnavailable'],
    ['too many calls', { status: 429 }, 'ChannelBusy'],
    ['a wrong token', { status: 401, body: '{"code": 20003}' }, 'ChannelRefused'],
  ] as const)('turns %s into the failure of that kind', async (_what, fault, type) => {
    const stand = await openVoiceStand();
    stand.failNext(fault);

    const failure = await failureOf(() => voiceChannel(aMessage(), stand.settings, deps));

    expect(failure).toMatchObject(aFailure(type));
  });

  it.each([1, 300])('says hostile text as words, %i times over', async (times) => {
    const stand = await openVoiceStand();

    await voiceChannel(aMessage({ report: aHostileReport(times) }), stand.settings, deps);

    expect(stand.complaints).toEqual([]);
    expect(stand.shown[0]).not.toMatch(/[<>&]/);
    expect(stand.shown[0]?.length).toBeLessThan(1_200);
  });
});
