import { describe, expect, it } from 'vitest';
import { createPrometheusClient, PrometheusError } from '../../../clients/prometheus.ts';
import type { StubAnswer } from '../../support/http/http-stub.ts';
import { aClosedPort, anHttpStub } from '../../support/http/http-stub.ts';
import { aMemoryLog } from '../../support/memory-log.ts';
import { expectNoSecret } from '../../support/secret-check.ts';

const question = { query: 'up{job="a"}', fromMs: 1_000_000, toMs: 1_060_000, stepMs: 15_000 };

function answering(...result: readonly unknown[]): StubAnswer {
  return { status: 200, body: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }) };
}

function clientOf(url: string, deadlineMs = 20_000) {
  return createPrometheusClient({ url, headers: { authorization: 'Bearer s3cret' }, deadlineMs });
}

describe('readRange', () => {
  it('asks for the span in seconds, and reads every series of the answer', async () => {
    const values = [
      [1_000, '5'],
      [1_015.5, '1e+09'],
      [1_030, 'NaN'],
      [1_045, '+Inf'],
      [1_060, '-3.5'],
    ];
    const stub = await anHttpStub(answering({ metric: { job: 'a' }, values }, { metric: {}, values: [] }));

    const series = await clientOf(`${stub.url}/prom/`).readRange(question);

    expect(series).toEqual([
      {
        labels: { job: 'a' },
        samples: [
          { atMs: 1_000_000, value: 5 },
          { atMs: 1_015_500, value: 1e9 },
          { atMs: 1_060_000, value: -3.5 },
        ],
      },
      { labels: {}, samples: [] },
    ]);
    const url = new URL(stub.requests[0]?.path ?? '', stub.url);
    expect(url.pathname).toBe('/prom/api/v1/query_range');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      query: 'up{job="a"}',
      start: '1000',
      end: '1060',
      step: '15',
      timeout: '20000ms',
    });
    expect(stub.requests[0]?.headers.authorization).toBe('Bearer s3cret');
  });

  it.each([
    ['of no length', { toMs: question.fromMs }],
    ['that goes back', { toMs: 0 }],
    ['of steps of nothing', { stepMs: 0 }],
    ['of too many steps', { stepMs: 10 }],
    ['that is no number', { toMs: Number.NaN }],
  ])('refuses a span %s', async (_what, change) => {
    await expect(clientOf('http://127.0.0.1:9').readRange({ ...question, ...change })).rejects.toThrow(RangeError);
  });
});

describe('readWindow', () => {
  const values = [[1_000, '5']];
  const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
  const series = [{ labels: {}, samples: [{ atMs: 1_000_000, value: 5 }] }];

  it.each<[what: string, told: object, isPartial: boolean, warnings: readonly unknown[]]>([
    ['a whole answer', {}, false, []],
    ['warnings', { warnings: ['a store is away'] }, true, ['a store is away']],
    ['the mark of a part', { isPartial: true }, true, []],
    [
      'a secret in a warning',
      { warnings: ['password=s3crets3cret\nat a store'] },
      true,
      ['password=[secret] at a store'],
    ],
    ['too many warnings', { warnings: Array.from({ length: 9 }, () => 'x') }, true, ['x', 'x', 'x', 'x', 'x']],
    ['a warning without end', { warnings: ['x'.repeat(9_000)] }, true, [`${'x'.repeat(199)}…`]],
    ['warnings that are none', { warnings: [1] }, false, []],
  ])('reads %s', async (_what, told, isPartial, warnings) => {
    const stub = await anHttpStub({ status: 200, body: JSON.stringify({ status: 'success', data, ...told }) });

    const answer = await clientOf(stub.url).readWindow(question, { maxBytes: 1_000_000 });

    expect(answer).toEqual({ series, isPartial, warnings });
  });

  it('reads a single moment', async () => {
    const stub = await anHttpStub(answering({ metric: {}, values }));

    const answer = await clientOf(stub.url).readWindow({ ...question, toMs: question.fromMs }, { maxBytes: 1_000 });

    expect(answer.series).toEqual(series);
  });

  it('keeps no more of an answer than allowed', async () => {
    const stub = await anHttpStub(answering({ metric: { long: 'x'.repeat(1_000) }, values }));

    const reading = clientOf(stub.url).readWindow(question, { maxBytes: 1_000 });

    await expect(reading).rejects.toMatchObject({ outcome: 'refused', message: /more than 1000 bytes/ });
  });

  it('waits no longer than whoever asks', async () => {
    const stub = await anHttpStub('silence');

    const reading = clientOf(stub.url).readWindow(question, { maxBytes: 1_000, signal: AbortSignal.timeout(50) });

    await expect(reading).rejects.toMatchObject({ outcome: 'unavailable' });
  });
});

describe('a Prometheus', () => {
  const shapeless = 'an answer of another shape';

  it.each<[what: string, answer: StubAnswer, outcome: PrometheusError['outcome'], reason: string]>([
    ['that refuses the question', { status: 400, body: 's3cret' }, 'refused', 'status 400'],
    ['that refuses us', { status: 401, body: 's3cret' }, 'refused', 'status 401'],
    ['that cannot work it out', { status: 422 }, 'refused', 'status 422'],
    ['that redirects', { status: 302, headers: { location: '/s3cret' } }, 'refused', 'status 302'],
    [
      'that says too much',
      { status: 200, body: ' '.repeat(4 * 1024 * 1024 + 1) },
      'refused',
      'more than 4194304 bytes',
    ],
    ['that has too much to do', { status: 503 }, 'unavailable', 'status 503'],
    ['that breaks off', 'break-off', 'unavailable', 'UND_ERR_SOCKET'],
    ['that is a web page', { status: 200, body: '<html>s3cret' }, 'unavailable', 'no JSON'],
    ['that answers null', { status: 200, body: 'null' }, 'unavailable', shapeless],
    [
      'that answers one value',
      { status: 200, body: '{"data":{"resultType":"vector","result":[]}}' },
      'unavailable',
      shapeless,
    ],
    ['without labels', answering({ values: [] }), 'unavailable', shapeless],
    ['with labels that are numbers', answering({ metric: { a: 1 }, values: [] }), 'unavailable', shapeless],
    ['without values', answering({ metric: {} }), 'unavailable', shapeless],
    ['with a value that is a number', answering({ metric: {}, values: [[1, 2]] }), 'unavailable', shapeless],
    ['with a value that is empty', answering({ metric: {}, values: [[1, '']] }), 'unavailable', shapeless],
    ['with a time that is text', answering({ metric: {}, values: [['1', '2']] }), 'unavailable', shapeless],
  ])('%s has no answer, and keeps every secret', async (_what, answer, outcome, reason) => {
    const stub = await anHttpStub(answer);

    const error: unknown = await clientOf(`${stub.url}/s3cret`)
      .readRange(question)
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(PrometheusError);
    expect(error).toMatchObject({
      outcome,
      message: expect.stringContaining(`(127.0.0.1:${stub.port}: ${reason})`) as unknown,
    });
    expectNoSecret(['s3cret'], error, aMemoryLog());
  });

  it('that says nothing is waited for no longer than allowed', async () => {
    const stub = await anHttpStub('silence');

    await expect(clientOf(stub.url, 300).readRange(question)).rejects.toThrow('does not answer (127.0.0.1');
  });

  it('that is not there does not answer', async () => {
    const url = `http://127.0.0.1:${await aClosedPort()}`;

    await expect(clientOf(url).readRange(question)).rejects.toThrow('ECONNREFUSED');
  });
});
