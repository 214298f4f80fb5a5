import { describe, expect, it } from 'vitest';
import { openLogAccess } from '../../clients/elasticsearch/log-access.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import type { FoundLines, LogSearch } from '../../clients/logs/log-store.ts';
import type { LogIndices } from '../../model/logs/elasticsearch.ts';
import { aDefinition, aSearch, aSubject, atMinute, useElasticsearch } from '../support/logs/elasticsearch.ts';

const node = useElasticsearch();
const nowhere = createEvidenceFiles('/dev/null/evidence', 1);
const at = new Date(atMinute(1)).toISOString();

async function found(search: LogSearch, ...logs: readonly LogIndices[]): Promise<FoundLines> {
  const access = openLogAccess(aDefinition({ nodes: [node.url], logs }), nowhere);
  try {
    return (await access.store?.search(search)) ?? { lines: [], total: 0 };
  } finally {
    await access.close();
  }
}

function messagesOf({ lines }: FoundLines): readonly string[] {
  return lines.map(({ message }) => message);
}

const pod = 'web-5d4f8b7c9d-x2x4z';
const otelMapping = {
  properties: {
    '@timestamp': { type: 'date_nanos' },
    body: { properties: { text: { type: 'text' } } },
    severity_text: { type: 'keyword' },
    trace_id: { type: 'keyword' },
    resource: {
      properties: {
        attributes: {
          type: 'passthrough',
          priority: 10,
          dynamic: true,
          properties: {
            'service.name': { type: 'keyword' },
            'host.name': { type: 'keyword' },
            'k8s.namespace.name': { type: 'keyword' },
            'k8s.pod.name': { type: 'keyword' },
          },
        },
      },
    },
  },
};

const collectors = [
  {
    layout: 'ecs',
    document: {
      '@timestamp': at,
      message: 'it broke',
      log: { level: 'ERROR' },
      service: { name: 'web' },
      host: { name: 'web-1.example.com' },
      kubernetes: { namespace: 'shop', pod: { name: pod } },
      trace: { id: 'abc' },
      error: { stack_trace: 'Error: it broke\n  at f' },
    },
    stack: 'Error: it broke\n  at f',
  },
  {
    layout: 'opentelemetry',
    mappings: otelMapping,
    document: {
      '@timestamp': at,
      body: { text: 'it broke' },
      severity_text: 'ERROR',
      trace_id: 'abc',
      resource: {
        attributes: {
          'service.name': 'web',
          'host.name': 'web-1',
          'k8s.namespace.name': 'shop',
          'k8s.pod.name': pod,
        },
      },
    },
    stack: null,
  },
  {
    layout: 'opentelemetry',
    document: {
      '@timestamp': at,
      observedTimestamp: at,
      body: 'it broke',
      severity: { text: 'Error', number: 17 },
      traceId: 'abc',
      resource: { 'service.name': 'web', 'host.name': 'web-1', 'k8s.namespace.name': 'shop', 'k8s.pod.name': pod },
    },
    stack: null,
  },
  {
    layout: 'fluent-bit',
    document: {
      '@timestamp': at,
      log: 'it broke',
      level: 'err',
      trace_id: 'abc',
      kubernetes: { namespace_name: 'shop', pod_name: pod, container_name: 'web', host: 'web-1' },
    },
    stack: null,
  },
  {
    layout: 'json',
    document: {
      time: at,
      level: 50,
      msg: 'it broke',
      service: 'web',
      host: 'web-1',
      namespace: 'shop',
      pod,
      traceId: 'abc',
      stack: 'Error: it broke',
    },
    stack: 'Error: it broke',
  },
] as const;

describe.each(collectors)('lines in the layout $layout', ({ layout, document, stack, ...collector }) => {
  const mappings = 'mappings' in collector ? collector.mappings : {};

  it.each([layout, 'detect'] as const)('are found by service and read as %s', async (fields) => {
    const index = await node.index([document], mappings);

    const lines = await found(aSearch(), { index, fields });

    expect(lines).toEqual({
      total: 1,
      lines: [
        {
          at: atMinute(1),
          level: 'error',
          service: 'web',
          message: 'it broke',
          traceId: 'abc',
          stack,
          id: expect.stringMatching(/^.{20}$/),
        },
      ],
    });
  });

  it('are found by host, and by namespace and workload, and by nobody else', async () => {
    const index = await node.index([document], mappings);
    const subjects = [
      aSubject({ host: 'web-1' }),
      aSubject({ namespace: 'shop', workload: 'web' }),
      aSubject({ namespace: 'shop', workload: pod, services: ['web'] }),
      aSubject({ host: 'web' }),
      aSubject({ namespace: 'shop', workload: 'we' }),
      aSubject({ namespace: 'other', workload: 'web' }),
      aSubject({ host: 'web-1', services: ['other'] }),
    ];

    const totals = [];
    for (const subject of subjects) {
      totals.push((await found(aSearch({ subjects: [subject] }), { index, fields: layout })).lines.length);
    }

    expect(totals).toEqual([1, 1, 1, 0, 0, 0, 0]);
  });
});

it('keeps the pods of one workload apart from those of another whose name is longer', async () => {
  const pods = [pod, 'web-admin-5d4f8b7c9d-x2x4z', 'web-0', 'web-x2x4z', 'website-5d4f8b7c9d-x2x4z'];
  const documents = pods.map((name) => ({ '@timestamp': at, log: name, kubernetes: { pod_name: name } }));
  const index = await node.index(documents);

  const lines = await found(aSearch({ subjects: [aSubject({ workload: 'web' })] }), { index, fields: 'fluent-bit' });

  expect(messagesOf(lines).toSorted()).toEqual(['web-0', pod, 'web-x2x4z'].toSorted());
});

it('takes names of fields that an operator has given', async () => {
  const index = await node.index([{ moment: at, words: 'it broke', who: 'web', bad: 'SEVERE' }]);
  const none = { host: [], namespace: [], pod: [], traceId: [], stack: [] };
  const fields = { ...none, time: ['moment'], message: ['words'], service: ['who'], level: ['bad'] };

  const { lines } = await found(aSearch(), { index, fields });

  expect(lines).toMatchObject([{ message: 'it broke', service: 'web', level: 'error', at: atMinute(1) }]);
});

it('finds exactly the lines of the window, and tells apart windows that touch', async () => {
  const documents = [-1, 0, 30, 60].map((minute) => ({ time: atMinute(minute), msg: `at ${minute}`, service: 'web' }));
  const index = await node.index(documents, { properties: { time: { type: 'date' } } });

  const lines = await found(aSearch(), { index, fields: 'json' });

  expect(messagesOf(lines)).toEqual(['at 0', 'at 30']);
});

it('does not take a service for one whose name holds its own, where texts have no whole value', async () => {
  const documents = ['web', 'web frontend', 'Web'].map((service) => ({ time: at, msg: service, service }));
  const index = await node.index(documents, { properties: { service: { type: 'text' }, time: { type: 'date' } } });

  const lines = await found(aSearch(), { index, fields: 'json' });

  expect(messagesOf(lines)).toEqual(['web']);
});

const conflicting = ['keyword', 'text', 'with-keyword'] as const;

it('finds lines in indices that call the same field by different types', async () => {
  const types = {
    keyword: { type: 'keyword' },
    text: { type: 'text' },
    'with-keyword': { type: 'text', fields: { keyword: { type: 'keyword' } } },
  };
  const names = [];
  for (const kind of conflicting) {
    const documents = ['web', 'web two'].map((service) => ({ time: at, msg: `${kind} of ${service}`, service }));
    names.push(await node.index(documents, { properties: { service: types[kind], time: { type: 'date' } } }));
  }

  const lines = await found(aSearch(), { index: names.join(','), fields: 'json' });

  expect(messagesOf(lines).toSorted()).toEqual(['keyword of web', 'text of web', 'with-keyword of web']);
});

it('finds lines whose time is called differently, and says which indices have none', async () => {
  const [one, other, without] = [
    await node.index([{ '@timestamp': at, message: 'one', service: 'web' }]),
    await node.index([{ time: at, message: 'other', service: 'web' }]),
    await node.index([{ time: 'yesterday', message: 'third', service: 'web' }]),
  ];

  const lines = await found(aSearch(), { index: [one, other, without].join(','), fields: 'json' });

  expect(messagesOf(lines).toSorted()).toEqual(['one', 'other']);
  expect(lines.notes).toEqual([expect.stringMatching(/^1 indices of .* have no time and are left out$/)]);
});

it('finds the line that is too long for its index', async () => {
  const message = 'x'.repeat(300);
  const index = await node.index([{ '@timestamp': at, message, service: 'web' }], {
    properties: { message: { type: 'keyword', ignore_above: 100 } },
  });

  const lines = await found(aSearch(), { index, fields: 'json' });

  expect(messagesOf(lines)).toEqual([message]);
});

it('refuses indices whose fields do not tell whose lines are whose', async () => {
  const index = await node.index([{ '@timestamp': at, message: 'it broke' }]);

  const searching = found(aSearch(), { index, fields: 'detect' });

  await expect(searching).rejects.toMatchObject({
    name: 'LogStoreError',
    kind: 'refused',
    message: `no field of ${index} tells whose lines are whose: see elasticsearch.logs`,
  });
});

it('does not give the lines of a whole host where no field tells its services apart', async () => {
  const index = await node.index([{ '@timestamp': at, message: 'it broke', host: { name: 'web-1' } }]);
  const subjects = [aSubject({ host: 'web-1', services: ['web'] })];

  const searching = found(aSearch({ subjects }), { index, fields: 'ecs' });

  await expect(searching).rejects.toMatchObject({ kind: 'refused', message: /tells whose lines are whose/ });
});

it('refuses a pattern that no index has', async () => {
  const searching = found(aSearch(), { index: 'nothing-*', fields: 'detect' });

  await expect(searching).rejects.toMatchObject({ kind: 'refused', message: /no index is called nothing-\*/ });
});

const hostile = [
  { name: 'a wildcard', text: '*' },
  { name: 'a name with a wildcard', text: 'web*' },
  { name: 'JSON', text: '"} } , { "match_all": {} }' },
  { name: 'a query string', text: 'web OR 1=1' },
  { name: 'a path', text: '../_all' },
  { name: 'a NUL', text: '\u0000' },
  { name: 'half a character', text: '\ud800' },
  { name: 'a template', text: '{{#script}}' },
  { name: 'a regular expression', text: '.*' },
  { name: 'two lines', text: 'web\nweb' },
  { name: 'nothing', text: '' },
  { name: 'far too much', text: 'x'.repeat(40_000) },
];

it.each(hostile)('finds nothing for $name, in whatever part of a subject it comes', async ({ text }) => {
  const document = { '@timestamp': at, message: 'it broke', service: 'web', host: 'web-1', namespace: 'shop', pod };
  const index = await node.index([document]);
  const subjects = [
    aSubject({ host: text }),
    aSubject({ services: [text] }),
    aSubject({ namespace: text }),
    aSubject({ workload: text }),
  ];

  for (const subject of subjects) {
    const lines = await found(aSearch({ subjects: [subject] }), { index, fields: 'json' });

    expect(lines).toEqual({ lines: [], total: 0 });
  }
});

it('never takes a subject without any part for every line', async () => {
  const index = await node.index([{ '@timestamp': at, message: 'it broke', service: 'web' }]);

  const searching = found(aSearch({ subjects: [aSubject()] }), { index, fields: 'json' });

  await expect(searching).rejects.toMatchObject({ kind: 'refused' });
});
