import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { getJson, postJson } from '../../../clients/http.ts';
import type { StubAnswer } from '../../support/http/http-stub.ts';
import { aClosedPort, anHttpStub } from '../../support/http/http-stub.ts';

describe('postJson', () => {
  it('posts JSON with the given headers', async () => {
    const stub = await anHttpStub({ status: 204 });

    await postJson(`${stub.url}/hook?a=1`, { text: 'größe' }, { 'x-key': 'k', 'content-type': 'text/plain' });

    expect(stub.requests).toMatchObject([
      {
        method: 'POST',
        path: '/hook?a=1',
        headers: { 'x-key': 'k', 'content-type': 'application/json' },
        body: '{"text":"größe"}',
      },
    ]);
  });

  it.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [301, 'refused'],
    [307, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [408, 'unavailable'],
    [425, 'unavailable'],
    [413, 'refused'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('calls status %i %s', async (status, outcome) => {
    const stub = await anHttpStub({ status, headers: { location: '/elsewhere' }, body: 'why' });

    expect(await postJson(stub.url, {})).toEqual({ outcome, reason: `status ${status}` });
    expect(stub.requests).toHaveLength(1);
  });

  it('takes an answer that breaks off after its status for an answer', async () => {
    const stub = await anHttpStub('break-off');

    expect(await postJson(stub.url, {})).toEqual({ outcome: 'delivered', reason: 'status 200' });
  });

  it('calls a closed port unavailable', async () => {
    const answer = await postJson(`http://127.0.0.1:${await aClosedPort()}/s3cret`, {});

    expect(answer).toEqual({ outcome: 'unavailable', reason: 'ECONNREFUSED' });
  });

  it('calls silence unavailable', async () => {
    const stub = await anHttpStub('silence');
    const timeout = AbortSignal.timeout(300);
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(timeout);

    expect(await postJson(stub.url, {})).toEqual({ outcome: 'unavailable', reason: 'TimeoutError' });
  });

  it.each([
    ['is no address', 's3cret', {}],
    ['has another protocol', 'ftp://127.0.0.1/s3cret', {}],
    ['has credentials', 'http://web:s3cret@127.0.0.1/', {}],
    ['is a file', 'file:///s3cret', {}],
    ['comes with a header that is none', 'http://127.0.0.1/', { 'x-key': 's3cret\nx: y' }],
    ['comes with a header name that is none', 'http://127.0.0.1/', { 'x key s3cret': 'k' }],
  ])('refuses for good an address that %s', async (_what, url, headers) => {
    expect(await postJson(url, {}, headers)).toEqual({
      outcome: 'refused',
      reason: 'the address or a header cannot be used',
    });
  });
});

describe('getJson', () => {
  const patience = { maxBytes: 100, signal: AbortSignal.timeout(20_000) };

  it('reads JSON, and sends the given headers', async () => {
    const stub = await anHttpStub({ status: 200, body: '[{"größe":1}]' });

    const answer = await getJson(`${stub.url}/api?a=1`, { 'x-key': 'k' }, patience);

    expect(answer).toEqual({ value: [{ größe: 1 }] });
    expect(stub.requests).toMatchObject([{ method: 'GET', path: '/api?a=1', headers: { 'x-key': 'k' } }]);
  });

  it.each<[what: string, answer: StubAnswer, outcome: 'refused' | 'unavailable', reason: string]>([
    [
      'a redirect, which it does not follow',
      { status: 302, headers: { location: '/s3cret' } },
      'refused',
      'status 302',
    ],
    ['a question that is none', { status: 400, body: 's3cret' }, 'refused', 'status 400'],
    ['an overload', { status: 429 }, 'unavailable', 'status 429'],
    ['another status', { status: 503, body: 's3cret' }, 'unavailable', 'status 503'],
    ['an answer without content', { status: 204 }, 'refused', 'status 204'],
    ['what is no JSON', { status: 200, body: '<s3cret>' }, 'unavailable', 'no JSON'],
    ['an empty answer', { status: 200 }, 'unavailable', 'no JSON'],
    ['an answer that is too long', { status: 200, body: `"${'x'.repeat(99)}"` }, 'refused', 'more than 100 bytes'],
    ['an answer that unpacks to too much', packed(`"${'x'.repeat(10_000)}"`), 'refused', 'more than 100 bytes'],
    ['an answer that breaks off', 'break-off', 'unavailable', 'UND_ERR_SOCKET'],
  ])('says why it has nothing to say of %s', async (_what, answer, outcome, reason) => {
    const stub = await anHttpStub(answer);

    expect(await getJson(stub.url, {}, patience)).toEqual({ outcome, reason });
    expect(stub.requests).toHaveLength(1);
  });

  it('reads an answer of exactly the limit', async () => {
    const stub = await anHttpStub({ status: 200, body: `"${'x'.repeat(98)}"` });

    expect(await getJson(stub.url, {}, patience)).toEqual({ value: 'x'.repeat(98) });
  });

  it('waits no longer than it may', async () => {
    const stub = await anHttpStub('silence');

    const answer = await getJson(stub.url, {}, { maxBytes: 100, signal: AbortSignal.timeout(300) });

    expect(answer).toEqual({ outcome: 'unavailable', reason: 'TimeoutError' });
  });

  it('names a closed port as such', async () => {
    expect(await getJson(`http://127.0.0.1:${await aClosedPort()}/s3cret`, {}, patience)).toEqual({
      outcome: 'unavailable',
      reason: 'ECONNREFUSED',
    });
  });

  it.each([
    ['an address with credentials', 'http://web:s3cret@127.0.0.1/', {}],
    ['an address of another kind', 'file:///s3cret', {}],
    ['a header that is none', 'http://127.0.0.1/', { 'x-key': 's3cret\nx: y' }],
  ])('asks nobody with %s', async (_what, url, headers) => {
    expect(await getJson(url, headers, patience)).toEqual({
      outcome: 'refused',
      reason: 'the address or a header cannot be used',
    });
  });
});

function packed(text: string): StubAnswer {
  return { status: 200, headers: { 'content-encoding': 'gzip' }, body: gzipSync(text) };
}
