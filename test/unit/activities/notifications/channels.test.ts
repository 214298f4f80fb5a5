import { describe, expect, it, vi } from 'vitest';
import type { ChannelSettings } from '../../../../activities/contracts/channel.ts';
import { channels } from '../../../../activities/notifications/index.ts';
import type { FailureType } from '../../../../model/failures.ts';
import { channelTypes } from '../../../../model/names.ts';
import { aReport } from '../../../support/builders.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import type { StubAnswer } from '../../../support/http/http-stub.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

/** Every channel that posts to an address; a new one is proven here by being added to the list of types. */
const posting = channelTypes.filter((type) => type !== 'console');
const secrets = ['s3cret-path', 's3cret-query', 's3cret-header', 's3cret-answer'];
const headers = { 'x-key': 's3cret-header' };

async function attempt(settings: ChannelSettings) {
  const log = aMemoryLog();
  const failure = await failureOf(() => channels[settings.type](aReport(), settings, { log: log.log }));
  return { failure, log };
}

describe.each(posting)('the channel %s', (type) => {
  it.each<[string, StubAnswer, FailureType]>([
    ['a redirect', { status: 302, headers: { location: '/s3cret-answer' } }, 'ChannelRefused'],
    ['a bad request', { status: 400, body: 's3cret-answer' }, 'ChannelRefused'],
    ['a wrong key', { status: 403, body: 's3cret-answer' }, 'ChannelRefused'],
    ['a missing page', { status: 404 }, 'ChannelRefused'],
    ['a slow down', { status: 429 }, 'ChannelUnavailable'],
    ['a broken server', { status: 500, body: 's3cret-answer' }, 'ChannelUnavailable'],
  ])('turns %s into the failure of that kind, without any secret', async (_what, answer, failureType) => {
    const stub = await anHttpStub(answer);

    const { failure, log } = await attempt({ type, url: `${stub.url}/s3cret-path?key=s3cret-query`, headers });

    expect(failure).toMatchObject(aFailure(failureType));
    expect(stub.requests[0]?.path).toBe('/s3cret-path?key=s3cret-query');
    expectNoSecret(secrets, failure, log);
  });

  it('counts on a later attempt where nobody answers', async () => {
    const stub = await anHttpStub('silence');
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(AbortSignal.timeout(300));
    const urls = [`${stub.url}/s3cret-path`, `http://127.0.0.1:${await aClosedPort()}/s3cret-path`];

    for (const url of urls) {
      const { failure, log } = await attempt({ type, url, headers });

      expect(failure).toMatchObject(aFailure('ChannelUnavailable'));
      expectNoSecret(secrets, failure, log);
    }
  });

  it.each([
    ['that is missing', null],
    ['that is none', 's3cret-path'],
    ['with credentials in it', 'http://web:s3cret-path@127.0.0.1/'],
    ['of another protocol', 'ftp://127.0.0.1/s3cret-path'],
  ])('fails for good with an address %s, without any secret', async (_what, url) => {
    const { failure, log } = await attempt({ type, url, headers });

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expectNoSecret(secrets, failure, log);
  });

  it('leaves no secret in the log when it succeeds', async () => {
    const stub = await anHttpStub({ status: 200, body: 's3cret-answer' });
    const log = aMemoryLog();

    await channels[type](aReport(), { type, url: `${stub.url}/s3cret-path`, headers }, { log: log.log });

    expect(stub.requests).toHaveLength(1);
    expectNoSecret(secrets, undefined, log);
  });
});

describe('every channel', () => {
  it('is in the registry under its name', () => {
    expect(Object.keys(channels).toSorted()).toEqual([...channelTypes].toSorted());
  });
});
