import { expect, it } from 'vitest';
import { linkToKibana } from '../../../../../clients/elasticsearch/kibana/discover-link.ts';
import { risonInAddress } from '../../../../../clients/elasticsearch/kibana/rison.ts';
import { aDefinition, aSearch, aSubject } from '../../../../support/logs/elasticsearch.ts';

const kibana = { url: 'https://kibana.example.com/s/ops/', dataView: 'logs-*' };
const nothingKnown = () => undefined;

it.each([
  { value: { a: 1, b: true, c: null }, expected: '(a:1,b:!t,c:!n)' },
  { value: ['x', 2.5, false], expected: "!('x',2.5,!f)" },
  { value: { 'service.name': 'web' }, expected: "('service.name':'web')" },
  { value: "it's!", expected: "'it!'s!!'" },
  { value: '', expected: "''" },
])('writes $value in Rison as $expected', ({ value, expected }) => {
  expect(risonInAddress(value)).toBe(expected);
});

it('leads to the window and the lines of the subject', () => {
  const logs = [{ index: 'logs-*', fields: 'ecs' }] as const;

  const link = linkToKibana(aDefinition({ kibana, logs }), nothingKnown, aSearch());

  expect(link).toMatch(/^https:\/\/kibana\.example\.com\/s\/ops\/app\/discover#\/\?_g=\(time:/);
  expect(link).toContain("from:'2026-01-01T03:00:00.000Z',to:'2026-01-01T04:00:00.000Z'");
  expect(link).toContain("dataViewId:'logs-*'");
  expect(link).toContain("term:('service.name':(value:'web'))");
});

it('is none without a Kibana', () => {
  expect(linkToKibana(aDefinition(), nothingKnown, aSearch())).toBeNull();
});

it.each([
  `'),query:(match_all:())`,
  '&_a=(filters:!())#',
  'javascript:alert(1)',
  '<script>"',
  ') [click](https://evil.example)',
  '\ud800\u202e\n',
])('keeps the hostile name %j inside its quotes', (name) => {
  const subjects = [aSubject({ services: [name] })];

  const link = linkToKibana(aDefinition({ kibana }), nothingKnown, aSearch({ subjects })) ?? '';

  expect(link.match(/[&#]/g)).toEqual(['#', '&']);
  expect(link).toMatch(/^[\w:/.#?=&,!'()*~%$@+-]+$/);
  const [, application = ''] = decodeURIComponent(link).split('&_a=');
  const outsideQuotes = application.replace(/'(?:!.|[^!'])*'/gs, "''");
  expect(outsideQuotes).toMatch(/^[\w:,!()']+$/);
});

it('leaves the subjects out where they make it too long', () => {
  const subjects = Array.from({ length: 50 }, (_, index) => aSubject({ services: [`service-${index}`] }));

  const link = linkToKibana(aDefinition({ kibana }), nothingKnown, aSearch({ subjects }));

  expect(link?.length).toBeLessThan(1_000);
  expect(link).toContain('filters:!()');
});
