import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema } from '../../../config/json-schema.ts';
import { parseConfig } from '../../../config/load.ts';

const root = new URL('../../../', import.meta.url);
const published = readFileSync(new URL('config/nightshift.schema.json', root), 'utf8');
const example = readFileSync(new URL('nightshift.example.yaml', root), 'utf8');

const absolute = { from: '2026-12-24T18:00:00+01:00', to: '2026-12-27T05:00:00Z' };

describe('the published JSON Schema', () => {
  it('is the one that the configuration is parsed by', () => {
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
    expect(published.endsWith('}\n')).toBe(true);
  });

  it.each([
    ['the example', parse(example) as unknown, true],
    ['an empty file', {}, true],
    ['a time as text', { policy: { verification: { hold: '5m' } } }, true],
    ['a time as a number', { policy: { verification: { hold: 300 } } }, false],
    ['an unknown setting', { servcies: [] }, false],
    [
      'a command in one text',
      { services: [{ name: 'a', match: { a: 'b' }, probe: { tcp: 'a:1' }, restart: 'x' }] },
      false,
    ],
    ['a window that says when', { policy: { maintenance: [{ name: 'a', absolute }] } }, true],
    ['a window that does not', { policy: { maintenance: [{ name: 'a' }] } }, false],
    ['a secret in the file', { trigger: { tokens: ['s3cret'] } }, false],
  ])('judges %s', (_what, value, expected) => {
    const ajv = new Ajv2020({ strict: true, strictTuples: false, allErrors: true });
    addFormats.default(ajv);

    const isValid = ajv.compile(JSON.parse(published) as object);

    expect({ valid: isValid(value), errors: expected ? isValid.errors : null }).toEqual({
      valid: expected,
      errors: null,
    });
  });
});

describe('nightshift.example.yaml', () => {
  it('tells editors which schema it has', () => {
    expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./config/nightshift.schema.json');
  });

  it('can be used as it is', () => {
    const env = Object.fromEntries([...example.matchAll(/env: (\w+)/g)].map(([, name = '']) => [name, 'secret']));

    const { hosts, services, playbooks, forecasts, routes, channels, policy } = parseConfig(
      example,
      'nightshift.example.yaml',
      env,
    );

    expect(hosts.map(({ name, ssh }) => [name, ssh?.via?.name])).toEqual([
      ['web-1', undefined],
      ['web-2', 'web-1'],
      ['localhost', undefined],
    ]);
    expect(services.map(({ name }) => name)).toEqual(['shop', 'cart', 'queue']);
    expect(playbooks.map(({ name }) => name)).toEqual(['clear-cache']);
    expect(forecasts.map(({ name }) => name)).toEqual(['disks', 'orders']);
    expect(routes).toHaveLength(3);
    expect(policy.maintenance.map(({ when }) => when.kind)).toEqual(['weekly', 'absolute']);
    expect(policy.approval.approvers).toHaveLength(3);
    expect(policy.guard.groups.map(({ name }) => name)).toEqual(['front']);
    expect(channels.map(({ type }) => type)).toEqual([
      'console',
      'webhook',
      'pagerduty',
      'opsgenie',
      'sms',
      'voice',
      'slack',
      'email',
      'teams',
    ]);
  });
});
