import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  AlertmanagerUnreachableError,
  createAlertmanagerClient,
  maxAlertNames,
} from '../../../../clients/alertmanager/alertmanager.ts';
import type { StubAnswer } from '../../../support/http/http-stub.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

const patient = { headers: {}, deadlineMs: 20_000 };
const impatient = { headers: {}, deadlineMs: 300 };

/** An alert as Alertmanager describes it, with fields that nobody looks at. */
function described(name: string, overrides: object = {}, status: object = {}): object {
  return {
    fingerprint: '00000000000000aa',
    labels: { alertname: name, service: 'web' },
    annotations: {},
    receivers: [{ name: 'nightshift' }],
    status: { state: 'active', silencedBy: [], inhibitedBy: [], mutedBy: [], ...status },
    ...overrides,
  };
}

function answering(...alerts: readonly unknown[]): StubAnswer {
  return { status: 200, body: JSON.stringify(alerts) };
}

describe('readAlerts', () => {
  it('asks for every state of exactly this name, and says what is known of each alert', async () => {
    const silenced = described('Down', {}, { state: 'suppressed', silencedBy: ['s1'], inhibitedBy: ['i1'] });
    const stub = await anHttpStub(answering(silenced));

    const alerts = await createAlertmanagerClient({ urls: [`${stub.url}/am/`], ...patient }).readAlerts(['Down']);

    expect(alerts).toEqual([
      {
        fingerprint: '00000000000000aa',
        name: 'Down',
        labels: { alertname: 'Down', service: 'web' },
        state: 'suppressed',
        silencedBy: ['s1'],
        inhibitedBy: ['i1'],
      },
    ]);
    const url = new URL(stub.requests[0]?.path ?? '', stub.url);
    expect(url.pathname).toBe('/am/api/v2/alerts');
    expect([...url.searchParams]).toEqual([
      ['active', 'true'],
      ['silenced', 'true'],
      ['inhibited', 'true'],
      ['unprocessed', 'true'],
      ['filter', 'alertname="Down"'],
    ]);
  });

  it.each([
    ['a quote', 'a"b', String.raw`alertname="a\"b"`],
    ['a backslash', 'a\\b', String.raw`alertname="a\\b"`],
    ['a line feed', 'a\nb', String.raw`alertname="a\nb"`],
    ['an escape of its own', String.raw`a\"`, String.raw`alertname="a\\\""`],
    ['a second matcher', 'a",b=~".*', String.raw`alertname="a\",b=~\".*"`],
    ['marks of a URL', 'a&filter=b#c+d', 'alertname="a&filter=b#c+d"'],
    ['half a character', 'a\ud800', 'alertname="a\ufffd"'],
    ['nothing', '', 'alertname=""'],
  ])('keeps a name with %s in one matcher', async (_what, name, matcher) => {
    const stub = await anHttpStub(answering());

    await createAlertmanagerClient({ urls: [stub.url], ...patient }).readAlerts([name]);

    expect(new URL(stub.requests[0]?.path ?? '', stub.url).searchParams.getAll('filter')).toEqual([matcher]);
  });

  it('drops what it has not asked for, and gives each alert once', async () => {
    const other = described('Other', { fingerprint: '00000000000000bb' });
    const stub = await anHttpStub(answering(described('Down'), other, described('Down')));

    const alerts = await createAlertmanagerClient({ urls: [stub.url], ...patient }).readAlerts(['Down', 'Down']);

    expect(alerts.map(({ name }) => name)).toEqual(['Down']);
    expect(stub.requests).toHaveLength(1);
  });

  it.each([
    ['without a name', ['http://127.0.0.1:9'], []],
    ['without an address', [], ['Down']],
  ])('asks nobody %s', async (_what, urls, names) => {
    expect(await createAlertmanagerClient({ urls, ...patient }).readAlerts(names)).toEqual([]);
  });

  it('refuses more names than it may ask for, rather than leave some out', async () => {
    const names = Array.from({ length: maxAlertNames + 1 }, (_, index) => `alert-${index}`);
    const client = createAlertmanagerClient({ urls: ['http://127.0.0.1:9'], ...patient });

    await expect(client.readAlerts(names)).rejects.toThrow(RangeError);
  });

  it('leaves room for others: Alertmanager answers few requests at a time', async () => {
    const stub = await anHttpStub('silence', 'silence', 'silence', 'silence');
    const names = Array.from({ length: maxAlertNames }, (_, index) => `alert-${index}`);

    const attempt = createAlertmanagerClient({ urls: [stub.url], ...impatient }).readAlerts(names);

    await expect(attempt).rejects.toThrow(AlertmanagerUnreachableError);
    expect(stub.requests).toHaveLength(4);
  });
});

describe('a cluster', () => {
  it.each<[string, StubAnswer]>([
    ['is silent', 'silence'],
    ['is overloaded', { status: 503 }],
    ['breaks off', 'break-off'],
  ])('answers as long as one member does, while another %s', async (_what, fault) => {
    const [faulty, sound] = [await anHttpStub(fault), await anHttpStub(answering(described('Down')))];

    const alerts = await createAlertmanagerClient({ urls: [faulty.url, sound.url], ...patient }).readAlerts(['Down']);

    expect(alerts).toHaveLength(1);
  });

  it('lets go of the members that it needs no more', async () => {
    const letGo = Promise.withResolvers<void>();
    const slow = createServer((socket) => void socket.resume().once('close', () => letGo.resolve()));
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    onTestFinished(() => void slow.close());
    const [{ port }, sound] = [slow.address() as AddressInfo, await anHttpStub(answering())];
    const urls = [`http://127.0.0.1:${port}`, sound.url];

    await createAlertmanagerClient({ urls, headers: {}, deadlineMs: 600_000 }).readAlerts(['Down']);

    await expect(letGo.promise).resolves.toBeUndefined();
  });

  it('takes no answer that is only half of one', async () => {
    const half = await anHttpStub(answering(described('Down')), { status: 503 });
    const whole = await anHttpStub(answering(), answering());
    const client = createAlertmanagerClient({ urls: [half.url, whole.url], ...patient });

    expect(await client.readAlerts(['Down', 'Away'])).toEqual([]);
  });

  it('is unreachable when no member answers, and says why of each', async () => {
    const [closed, stub] = [await aClosedPort(), await anHttpStub({ status: 500, body: 's3cret' })];
    const client = createAlertmanagerClient({ urls: [`http://127.0.0.1:${closed}`, stub.url], ...patient });

    await expect(client.readAlerts(['Down'])).rejects.toThrow(
      `no Alertmanager can be asked (127.0.0.1:${closed}: ECONNREFUSED; 127.0.0.1:${stub.port}: status 500): ` +
        'see that it runs, and check alertmanager.urls',
    );
  });
});

describe('an Alertmanager', () => {
  it.each<[string, StubAnswer, string]>([
    ['that redirects', { status: 307, headers: { location: '/s3cret' } }, 'status 307'],
    ['that refuses', { status: 401, body: 's3cret' }, 'status 401'],
    ['that is a web page', { status: 200, body: '<html>s3cret' }, 'no JSON'],
    ['that never ends', { status: 200, body: ' '.repeat(8 * 1024 * 1024 + 1) }, 'more than 8388608 bytes'],
    ['that answers an object', { status: 200, body: '{"s3cret":1}' }, 'an answer of another shape'],
    ['that answers null', { status: 200, body: 'null' }, 'an answer of another shape'],
    ['that lists no alerts', answering(1, null), 'an answer of another shape'],
    ['with a fingerprint that is none', answering(described('a', { fingerprint: 'x' })), 'an answer of another shape'],
    ['with labels that are a list', answering(described('a', { labels: [] })), 'an answer of another shape'],
    ['with labels that are numbers', answering(described('a', { labels: { a: 1 } })), 'an answer of another shape'],
    ['without a status', answering(described('a', { status: undefined })), 'an answer of another shape'],
    ['with an unknown state', answering(described('a', {}, { state: 'asleep' })), 'an answer of another shape'],
    ['without silences', answering(described('a', {}, { silencedBy: null })), 'an answer of another shape'],
    ['without inhibitions', answering(described('a', {}, { inhibitedBy: [1] })), 'an answer of another shape'],
  ])('%s is unreachable, and keeps every secret', async (_what, answer, reason) => {
    const stub = await anHttpStub(answer);
    const headers = { authorization: 'Bearer s3cret' };
    const client = createAlertmanagerClient({ urls: [`${stub.url}/s3cret`], headers, deadlineMs: 20_000 });

    const error: unknown = await client.readAlerts(['a']).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(AlertmanagerUnreachableError);
    expect((error as Error).message).toContain(`(127.0.0.1:${stub.port}: ${reason})`);
    expect(stub.requests[0]?.headers.authorization).toBe('Bearer s3cret');
    expectNoSecret(['s3cret'], error, aMemoryLog());
  });

  it('with an address that is none is unreachable', async () => {
    const client = createAlertmanagerClient({ urls: ['s3cret'], ...patient });

    await expect(client.readAlerts(['a'])).rejects.toThrow('(an address that is none: the address or a header');
  });
});
