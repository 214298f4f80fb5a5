import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

const env = { KEY: 'the key', PASSWORD: 'the password', CA: '-----BEGIN CERTIFICATE-----' };
const minimal = { nodes: ['https://es.example.com:9200'] };

function elasticsearchOf(elasticsearch: object) {
  return parseConfig(JSON.stringify({ elasticsearch }), 'test.yaml', env).elasticsearch;
}

function mistakesIn(elasticsearch: object): readonly { readonly path: string; readonly message: string }[] {
  try {
    elasticsearchOf(elasticsearch);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => ({ path, message }));
  }
}

describe('elasticsearch', () => {
  it('is nowhere unless it is described', () => {
    expect(parseConfig('', 'test.yaml', env).elasticsearch).toBeNull();
  });

  it('needs no more than its nodes', () => {
    expect(elasticsearchOf(minimal)).toEqual({
      nodes: minimal.nodes,
      auth: { kind: 'none' },
      ca: null,
      timeoutMs: 20_000,
      logs: [],
      kibana: null,
      evidence: null,
    });
  });

  it.each([
    { auth: { apiKey: { env: 'KEY' } }, expected: { kind: 'api-key', key: 'the key' } },
    { auth: { token: { env: 'KEY' } }, expected: { kind: 'bearer', token: 'the key' } },
    {
      auth: { user: 'elastic', password: { env: 'PASSWORD' } },
      expected: { kind: 'basic', user: 'elastic', password: 'the password' },
    },
  ])('has the secrets of $auth read', ({ auth, expected }) => {
    expect(elasticsearchOf({ ...minimal, auth, ca: { env: 'CA' } })).toMatchObject({
      auth: expected,
      ca: `${env.CA}\n`,
    });
  });

  it('takes a layout, names of its own, or detects', () => {
    const logs = [{ index: 'a-*', fields: 'ecs' }, { index: 'b' }, { index: 'c', fields: own({}) }];

    expect(elasticsearchOf({ ...minimal, logs, evidence: {} })).toMatchObject({
      logs: [
        { index: 'a-*', fields: 'ecs' },
        { index: 'b', fields: 'detect' },
        { index: 'c', fields: { time: ['ts'], message: ['text'], service: ['who'], host: [], stack: [] } },
      ],
      evidence: { prefix: 'nightshift-evidence', keepMs: 7_776_000_000 },
    });
  });

  const way = 'say how Nightshift proves who it is: apiKey, token, or user and password';
  it.each([
    { change: { nodes: [] }, path: 'nodes', message: /./ },
    { change: { nodes: ['https://a:b@es:9200'] }, path: 'nodes.0', message: /^write the address alone/ },
    { change: { auth: {} }, path: 'auth', message: way },
    { change: { auth: { user: 'elastic' } }, path: 'auth', message: way },
    { change: { auth: { apiKey: { env: 'KEY' }, token: { env: 'KEY' } } }, path: 'auth', message: way },
    {
      change: { auth: { apiKey: { env: 'NONE' } } },
      path: 'auth.apiKey',
      message: 'the environment variable NONE is missing or empty',
    },
    { change: { logs: [{ index: 'a,-b' }] }, path: 'logs.0.index', message: /^write one name or pattern/ },
    { change: { logs: [{ index: '-b' }] }, path: 'logs.0.index', message: /^write one name or pattern/ },
    { change: { logs: [{ index: 'a/_search' }] }, path: 'logs.0.index', message: /^write one name or pattern/ },
    { change: { logs: [{ index: 'a', fields: 'splunk' }] }, path: 'logs.0.fields', message: /./ },
    { change: { logs: [{ index: 'a', fields: own({ time: [] }) }] }, path: 'logs.0.fields', message: /time/ },
    { change: { logs: [{ index: 'a', fields: own({ service: [] }) }] }, path: 'logs.0.fields', message: /whose lines/ },
    { change: { logs: [{ index: 'a', fields: own({ host: ['h*'] }) }] }, path: 'logs.0.fields', message: /./ },
    { change: { evidence: { prefix: '*' } }, path: 'evidence.prefix', message: /^write small letters/ },
    { change: { evidence: { keep: '1m' } }, path: 'evidence.keep', message: /^must be between/ },
    { change: { kibana: { url: 'ftp://k', dataView: 'logs' } }, path: 'kibana.url', message: /^write an address/ },
  ])('refuses $change', ({ change, path, message }) => {
    const mistakes = mistakesIn({ ...minimal, ...change });

    expect(mistakes).toEqual([
      {
        path: expect.stringMatching(new RegExp(`^elasticsearch\\.${path.replaceAll('.', '\\.')}`)),
        message: expect.stringMatching(message),
      },
    ]);
  });
});

/** Fields of a layout that nobody else has, some of them changed. */
function own(changes: object): object {
  return { time: ['ts'], message: ['text'], service: ['who'], ...changes };
}
