import { describe, expect, it } from 'vitest';
import type { ChannelType } from '../../../../../model/names.ts';
import type { FailureType } from '../../../../../model/failures.ts';
import { aFailure } from '../../../../support/acting/failures.ts';
import { attempt, hurry, remoteChannels } from '../../../../support/channels/every-channel.ts';
import type { VendorFault } from '../../../../support/channels/stand.ts';
import { expectNoSecret } from '../../../../support/secret-check.ts';

const body = 's3cret-answer';

/** Vendors that speak no HTTP: they cannot say for how long they want to be left alone, nor that they do. */
const otherProtocols: readonly ChannelType[] = ['email'];

const faults: readonly (readonly [string, VendorFault, FailureType])[] = [
  ['a redirect', { status: 302, body }, 'ChannelRefused'],
  ['a bad request', { status: 400, body }, 'ChannelRefused'],
  ['a missing key', { status: 401, body }, 'ChannelRefused'],
  ['a wrong key', { status: 403, body }, 'ChannelRefused'],
  ['nothing there', { status: 404, body }, 'ChannelRefused'],
  ['something that is gone', { status: 410, body }, 'ChannelRefused'],
  ['a slow down that says for how long', { status: 429, retryAfter: '7', body }, 'ChannelBusy'],
  ['a slow down that says nothing', { status: 429, body }, 'ChannelBusy'],
  ['a broken server', { status: 500, body }, 'ChannelUnavailable'],
  ['an overloaded server', { status: 503, body }, 'ChannelUnavailable'],
  ['silence', 'hang', 'ChannelUnavailable'],
  ['a broken connection', 'reset', 'ChannelUnavailable'],
];

describe.each(remoteChannels)('the channel %s', (type, open) => {
  const speaksHttp = !otherProtocols.includes(type);

  it.each(faults.filter(([, , failureType]) => speaksHttp || failureType !== 'ChannelBusy'))(
    'turns %s into the failure of that kind, without any secret',
    async (_what, fault, failureType) => {
      const stand = await open();
      if (fault === 'hang') hurry();
      stand.failNext(fault);

      const { error, log } = await attempt(stand);

      expect(error).toMatchObject(aFailure(failureType));
      expectNoSecret([...stand.secrets, body], error, log);
      expect(stand.shown).toEqual([]);
    },
  );

  it('takes no success for one that tells of an error', async () => {
    const stand = await open();
    stand.failNext('error-in-success');

    const { error, log } = await attempt(stand);

    expect(error).toMatchObject({ type: expect.stringMatching(/^Channel(?:Busy|Refused|Unavailable)$/) as string });
    expectNoSecret(stand.secrets, error, log);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['none', { api: 's3cret-path', url: 's3cret-path', host: 's3cret path' }],
    [
      'one of another protocol',
      { api: 'ftp://127.0.0.1/s3cret-path', url: 'ftp://127.0.0.1/s3cret-path', host: 'ftp://s3cret-path' },
    ],
    [
      'one with a name and a password',
      { api: 'http://x:s3cret-path@127.0.0.1:9/', url: 'http://x:s3cret-path@127.0.0.1:9/', host: 'x:s3cret-path@y' },
    ],
  ])('fails without any secret where its address is %s', async (_what, wrong) => {
    const { settings, secrets } = await open();
    const own = Object.fromEntries(Object.entries(wrong).filter(([name]) => name in settings));

    const { error, log } = await attempt({ settings: { ...settings, ...own } });

    expect(error).toMatchObject({ type: expect.stringMatching(/^Channel(?:Refused|Unavailable)$/) as string });
    expectNoSecret([...secrets, 's3cret-path'], error, log);
  });

  it('works again after all that, and leaves no secret in the log', async () => {
    const stand = await open();
    stand.failNext({ status: 503 }, 'reset');
    await attempt(stand);
    await attempt(stand, { attempt: 2 });

    const { error, log } = await attempt(stand, { attempt: 3 });

    expect(error).toBeUndefined();
    expect(stand.shown).toHaveLength(1);
    expect(stand.complaints).toEqual([]);
    expectNoSecret(stand.secrets, undefined, log);
  });
});

describe.each(remoteChannels.filter(([type]) => !otherProtocols.includes(type)))('the channel %s', (_type, open) => {
  it('waits for as long as its vendor says, in seconds or until a date', async () => {
    const stand = await open();
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    stand.failNext({ status: 429, retryAfter: '7' }, { status: 429, retryAfter: inAMinute }, { status: 429 });

    const errors = [];
    for (let nth = 0; nth < 3; nth++) errors.push((await attempt(stand)).error);
    const [seconds, date, none] = errors.map((error) => (error as { nextRetryDelay?: number }).nextRetryDelay);

    expect(seconds).toBe(7_000);
    expect(date).toBeGreaterThan(30_000);
    expect(date).toBeLessThanOrEqual(60_000);
    expect(none ?? null).toBeNull();
  });
});
