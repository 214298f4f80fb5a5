import { describe, expect, it } from 'vitest';
import { AlertmanagerUnreachableError } from '../../../../clients/alertmanager/alertmanager.ts';
import { SilenceRefusedError, createSilenceClient } from '../../../../clients/alertmanager/silences.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

const id = '6f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f';
const wanted = {
  existing: null,
  labels: { alertname: 'Down', empty: '', job: 'web"' },
  endsAt: '2026-01-01T00:30:00.000Z',
  createdBy: 'nightshift',
  comment: 'at work',
};
const matchers = [
  { name: 'alertname', value: 'Down', isRegex: false, isEqual: true },
  { name: 'job', value: 'web"', isRegex: false, isEqual: true },
];

function told(overrides: object = {}): object {
  const { createdBy, comment, endsAt } = wanted;
  const startsAt = '2026-01-01T00:00:00.000Z';
  return { id, createdBy, comment, startsAt, endsAt, matchers, status: { state: 'active' }, ...overrides };
}

function clientOf(...urls: readonly string[]) {
  return createSilenceClient({ urls, headers: {}, deadlineMs: 20_000 });
}

describe('a silence', () => {
  it('is asked for with an exact matcher for each label that has a value, and no other', async () => {
    const stub = await anHttpStub({ status: 200, body: JSON.stringify({ silenceID: id }) });

    const opened = await clientOf(`${stub.url}/am/`).putSilence(wanted);

    const [request] = stub.requests;
    expect([opened, request?.method, request?.path]).toEqual([id, 'POST', '/am/api/v2/silences']);
    const { startsAt, ...body } = JSON.parse(request?.body ?? '') as Record<string, string>;
    expect(body).toEqual({ matchers, endsAt: wanted.endsAt, createdBy: 'nightshift', comment: 'at work' });
    expect(Date.parse(startsAt ?? '')).toBeLessThan(Date.now());
  });

  it('that exists keeps its id and its beginning', async () => {
    const stub = await anHttpStub({ status: 200, body: JSON.stringify({ silenceID: id }) });

    await clientOf(stub.url).putSilence({ ...wanted, existing: { id, startsAt: '2026-01-01T00:00:00.000Z' } });

    expect(JSON.parse(stub.requests[0]?.body ?? '')).toMatchObject({ id, startsAt: '2026-01-01T00:00:00.000Z' });
  });

  it('is opened by one member alone, the next one where the first is away', async () => {
    const [first, second, third] = [
      await anHttpStub({ status: 503 }),
      await anHttpStub({ status: 200, body: JSON.stringify({ silenceID: id }) }),
      await anHttpStub(),
    ];

    await clientOf(`http://127.0.0.1:${await aClosedPort()}`, first.url, second.url, third.url).putSilence(wanted);

    expect(third.requests).toEqual([]);
  });

  it.each([301, 400, 401, 403])('is refused for good by the status %i', async (status) => {
    const stub = await anHttpStub({ status, body: 's3cret' });

    await expect(clientOf(stub.url).putSilence(wanted)).rejects.toThrow(SilenceRefusedError);
  });

  it.each([408, 429, 500, 503])('may be asked for again after the status %i', async (status) => {
    const stub = await anHttpStub({ status });

    await expect(clientOf(stub.url).expireSilence(id)).rejects.toThrow(AlertmanagerUnreachableError);
  });

  it('that nobody knows has ended; where one member is away nobody can say so', async () => {
    const [one, other] = [await anHttpStub({ status: 404 }, { status: 404 }), await anHttpStub({ status: 404 })];
    const closed = `http://127.0.0.1:${await aClosedPort()}`;

    await clientOf(one.url, other.url).expireSilence(id);

    await expect(clientOf(one.url, closed).expireSilence(id)).rejects.toThrow(AlertmanagerUnreachableError);
    expect(other.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE /api/v2/silence/${id}`]);
  });

  it.each(['', '../alerts', `${id}/../x`, '*'])('called %j is no silence, and nobody is asked for it', async (name) => {
    const client = clientOf((await anHttpStub()).url);

    expect(await client.readSilence(name)).toBeUndefined();
    await client.expireSilence(name);
  });

  it('is read with its labels only where it asks for plain values', async () => {
    const regex = [{ name: 'job', value: '.*', isRegex: true, isEqual: true }];
    const stub = await anHttpStub(
      { status: 200, body: JSON.stringify(told()) },
      { status: 200, body: JSON.stringify(told({ matchers: regex })) },
    );

    const read = [await clientOf(stub.url).readSilence(id), await clientOf(stub.url).readSilence(id)];

    expect(read.map((silence) => silence?.labels)).toEqual([{ alertname: 'Down', job: 'web"' }, null]);
  });

  it('is found at every member, and has ended where one says so', async () => {
    const later = '7f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f';
    const ended = told({ status: { state: 'expired' } });
    const urls = await Promise.all(
      [[ended], [told(), told({ id: later })]].map(async (body) => {
        const { url } = await anHttpStub({ status: 200, body: JSON.stringify(body) });
        return url;
      }),
    );

    const found = await clientOf(`http://127.0.0.1:${await aClosedPort()}`, ...urls).findSilences(wanted.labels);

    expect(Object.fromEntries(found.map((silence) => [silence.id, silence.state]))).toEqual({
      [id]: 'expired',
      [later]: 'active',
    });
  });

  it('is looked for by labels that every Alertmanager can read, the name first, within the length of an address', async () => {
    const stub = await anHttpStub({ status: 200, body: '[]' });

    await clientOf(stub.url).findSilences({ 'a.b': 'c', big: 'x'.repeat(5_000), job: 'web"', alertname: 'Down' });

    const { searchParams } = new URL(stub.requests[0]?.path ?? '', stub.url);
    expect(searchParams.getAll('filter')).toEqual(['alertname="Down"', String.raw`job="web\""`]);
  });

  it.each(['{}', '[{}]', 'no JSON', JSON.stringify([told({ status: {} })])])('is not taken from %s', async (body) => {
    const stub = await anHttpStub({ status: 200, body }, { status: 200, body });
    const client = clientOf(stub.url);

    await expect(client.findSilences({})).rejects.toThrow(AlertmanagerUnreachableError);
    await expect(client.putSilence(wanted)).rejects.toThrow(AlertmanagerUnreachableError);
  });

  it('fails without a secret in the error', async () => {
    const stub = await anHttpStub({ status: 403, body: 's3cret' }, { status: 500, body: 's3cret' });
    const headers = { authorization: 'Bearer s3cret' };
    const client = createSilenceClient({ urls: [`${stub.url}/s3cret`], headers, deadlineMs: 20_000 });

    const refused: unknown = await client.putSilence(wanted).catch((error: unknown) => error);
    const away: unknown = await client.findSilences({}).catch((error: unknown) => error);

    for (const error of [refused, away]) expectNoSecret(['s3cret'], error, aMemoryLog());
    expect(stub.requests[0]?.headers.authorization).toBe('Bearer s3cret');
  });
});
