import { describe, expect, it, vi } from 'vitest';
import { postJson } from '../../../clients/http.ts';
import { aClosedPort, anHttpStub } from '../../support/http-stub.ts';

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
