import protobuf from 'protobufjs';
import { uncompress } from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { createRemoteWriter, RemoteWriteError } from '../../../../clients/remote-write/remote-writer.ts';
import { encodeWriteRequest } from '../../../../clients/remote-write/write-request.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

const never = new AbortController().signal;
const series = { labels: { __name__: 'up' }, samples: [{ atMs: 1_000, value: 1 }] };

/** The message as its own specification has it, without the code under test. */
const schema = protobuf
  .parse(
    `
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
`,
  )
  .root.lookupType('WriteRequest');

const decoded = (body: Uint8Array): unknown =>
  schema.toObject(schema.decode(uncompress(body)), { longs: Number, defaults: true });

describe('a write request', () => {
  it('has sorted labels without empty ones, and stamps in milliseconds', () => {
    const labels = { zone: 'größe', __name__: 'up', empty: '', ahead: '6h' };

    const body = encodeWriteRequest([{ labels, samples: [{ atMs: 1_795_860_411_248.4, value: -0.5 }] }]);

    expect(decoded(body)).toEqual({
      timeseries: [
        {
          labels: [
            { name: '__name__', value: 'up' },
            { name: 'ahead', value: '6h' },
            { name: 'zone', value: 'größe' },
          ],
          samples: [{ value: -0.5, timestamp: 1_795_860_411_248 }],
        },
      ],
    });
  });

  it('holds thousands of series', () => {
    const many = Array.from({ length: 5_000 }, (_, nth) => ({ ...series, labels: { __name__: `m${nth}` } }));

    expect((decoded(encodeWriteRequest(many)) as { timeseries: unknown[] }).timeseries).toHaveLength(5_000);
  });
});

describe('the remote writer', () => {
  it('sends what receivers ask for, with the headers of the configuration', async () => {
    const stub = await anHttpStub({ status: 204 });

    await createRemoteWriter({ url: `${stub.url}/api/v1/write`, headers: { authorization: 'Bearer a' } }).write(
      [series],
      never,
    );

    expect(stub.requests).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/write',
        headers: {
          authorization: 'Bearer a',
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'x-prometheus-remote-write-version': '0.1.0',
        },
      },
    ]);
  });

  it('sends many series in several requests, and nothing for none', async () => {
    const stub = await anHttpStub({ status: 204 }, { status: 204 }, { status: 204 });
    const writer = createRemoteWriter({ url: stub.url, headers: {} });

    await writer.write(
      Array.from({ length: 4_001 }, () => series),
      never,
    );
    await writer.write([], never);

    expect(stub.requests).toHaveLength(3);
  });

  it.each([
    [503, 'unavailable', 3],
    [429, 'unavailable', 3],
    [400, 'refused', 1],
    [401, 'refused', 1],
  ])('gives up after status %i as %s, with %i attempts', async (status, outcome, attempts) => {
    const stub = await anHttpStub(...Array.from({ length: attempts }, () => ({ status })));

    const written = createRemoteWriter({ url: stub.url, headers: {}, retryAfterMs: [1, 1] }).write([series], never);

    await expect(written).rejects.toMatchObject({ name: 'RemoteWriteError', outcome });
    expect(stub.requests).toHaveLength(attempts);
  });

  it('waits no longer once it is aborted', async () => {
    const stub = await anHttpStub({ status: 503 });
    const closing = new AbortController();
    const writer = createRemoteWriter({ url: stub.url, headers: {}, retryAfterMs: [3_600_000] });

    const written = writer.write([series], closing.signal);
    closing.abort();

    await expect(written).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells no secret in its errors', async () => {
    const url = `http://127.0.0.1:${await aClosedPort()}/write/s3cret-path`;
    const settings = { url, headers: { authorization: 'Bearer s3cret-token' }, retryAfterMs: [] };

    const error: unknown = await createRemoteWriter(settings)
      .write([series], never)
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(RemoteWriteError);
    expect(String(error)).toMatch(
      /^RemoteWriteError: remote-write is not answered \(127\.0\.0\.1:\d+: ECONNREFUSED\)$/,
    );
    expectNoSecret(['s3cret-path', 's3cret-token'], error, aMemoryLog());
  });
});
