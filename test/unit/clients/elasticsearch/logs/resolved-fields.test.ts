import { expect, it } from 'vitest';
import { namesToAsk, resolveFields } from '../../../../../clients/elasticsearch/logs/resolved-fields.ts';
import type { LogFields } from '../../../../../model/logs/elasticsearch.ts';

const fields: LogFields = {
  time: ['@timestamp', 'time'],
  message: ['message'],
  level: [],
  service: ['service'],
  host: [],
  namespace: [],
  pod: [],
  traceId: [],
  stack: [],
};

/** What Elasticsearch says of a field of one type. */
function type(name: string, indices?: readonly string[]) {
  const capability = { type: name, searchable: true, aggregatable: true, metadata_field: false };
  return { [name]: { ...capability, ...(indices ? { indices: [...indices] } : {}) } };
}

it('asks for each name, and for the whole value beside it', () => {
  expect(namesToAsk(fields)).toEqual(
    expect.arrayContaining(['@timestamp', 'service', 'service.keyword', 'message.keyword']),
  );
});

it.each([
  { title: 'a keyword', caps: { service: type('keyword') }, expected: [['service', 'value', null]] },
  {
    title: 'a constant of an index',
    caps: { service: type('constant_keyword') },
    expected: [['service', 'value', null]],
  },
  {
    title: 'a text with its whole value',
    caps: { service: type('text'), 'service.keyword': type('keyword') },
    expected: [['service.keyword', 'value', null]],
  },
  { title: 'a text alone', caps: { service: type('match_only_text') }, expected: [['service', 'words', null]] },
  {
    title: 'a text with its whole value in one index only',
    caps: { service: type('text'), 'service.keyword': { ...type('keyword', ['a']), ...type('unmapped', ['b']) } },
    expected: [
      ['service.keyword', 'value', ['a']],
      ['service', 'words', ['b']],
    ],
  },
  {
    title: 'a keyword here and a text there',
    caps: { service: { ...type('keyword', ['a']), ...type('text', ['b']) } },
    expected: [
      ['service', 'value', ['a']],
      ['service', 'words', ['b']],
    ],
  },
  { title: 'a number', caps: { service: type('long') }, expected: [['service', 'number', null]] },
  { title: 'an object', caps: { service: type('object') }, expected: [] },
  { title: 'nowhere', caps: {}, expected: [] },
])('asks for a field that is $title as it can be asked', ({ caps, expected }) => {
  const { searchable } = resolveFields(fields, { indices: ['a', 'b'], fields: caps });

  expect(searchable.service.map(({ name, by, indices }) => [name, by, indices])).toEqual(expected);
});

it('puts indices together by the field that is their time', () => {
  const caps = {
    '@timestamp': { ...type('date', ['a']), ...type('text', ['b']), ...type('unmapped', ['c']) },
    time: { ...type('date_nanos', ['a', 'b']), ...type('keyword', ['c']) },
  };

  const { groups, timeless } = resolveFields(fields, { indices: ['a', 'b', 'c'], fields: caps });

  expect(groups).toEqual([
    { time: '@timestamp', indices: ['a'] },
    { time: 'time', indices: ['b'] },
  ]);
  expect(timeless).toEqual(['c']);
});
