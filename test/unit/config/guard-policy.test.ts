import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';
import { readClaims } from '../../../model/guard/messages.ts';
import { repairTimeMs } from '../../../model/remediation/times.ts';
import { runbooks } from '../../../workflows/runbooks/index.ts';
import { aClaim, hours, minutes, seconds } from '../../support/guard/builders.ts';

const services = `services:
${['web-1', 'web-2', 'db-1']
  .map((host) => `  - { name: shop, host: ${host}, match: { a: ${host} }, restart: [x], probe: { tcp: "a:1" } }\n`)
  .join('')}`;

function guard(text: string) {
  return parseConfig(`${services}policy:\n  guard: { ${text} }`, 'test.yaml', {}).policy;
}

function approval(text: string) {
  return parseConfig(`policy:\n  approval: { ${text} }`, 'test.yaml', {}).policy.approval;
}

/** What is wrong, as `path: message`, each path without its common beginning. */
function mistakesIn(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(
      ({ path, message }) => `${path.replace(/^policy\.(?:guard|approval)\.?/, '')}: ${message}`,
    );
  }
  return [];
}

describe('policy.guard', () => {
  it('reads every cap, its times in milliseconds', () => {
    const text = `patience: 1h, attempts: { max: 2, within: 12h }, coolDown: 90s, perHour: { runbook: 3, domain: 4 },
      parallel: 6, storm: { targets: 7, within: 30s, coolDown: 8m }`;

    const { patienceMs, guard: read } = guard(text);

    expect(patienceMs).toBe(hours);
    expect(read.caps).toEqual({
      attempts: { max: 2, withinMs: 12 * hours },
      coolDownMs: 90 * seconds,
      perHour: { runbook: 3, domain: 4 },
      parallel: 6,
      storm: { targets: 7, withinMs: 30 * seconds, coolDownMs: 8 * minutes },
    });
  });

  it('keeps the other defaults where a part is written', () => {
    const { caps } = guard('attempts: { max: 1 }, storm: { targets: 5 }').guard;

    expect(caps.attempts).toEqual({ max: 1, withinMs: 6 * hours });
    expect(caps.storm).toEqual({ targets: 5, withinMs: 5 * minutes, coolDownMs: 10 * minutes });
  });

  it('reads failure domains as they are', () => {
    expect(guard('domains: [{ name: rack, targets: [host/web-1, host/web-2] }]').guard.domains).toEqual([
      { name: 'rack', targets: ['host/web-1', 'host/web-2'] },
    ]);
  });

  it('reads dependencies as they are', () => {
    expect(guard('dependencies: [{ target: host, alerts: [NetworkDown] }]').guard.dependencies).toEqual([
      { target: 'host', alerts: ['NetworkDown'] },
    ]);
  });

  it.each([
    ['0', { count: 0 }],
    ['2', { count: 2 }],
    ['40%', { share: 0.4 }],
    ['"5%"', { share: 0.05 }],
    ['0%', { share: 0 }],
    ['100%', { share: 1 }],
  ])('reads a group that may miss %s', (text, expected) => {
    const { groups } = guard(
      `groups: [{ name: shops, targets: [host/*/service/shop], maxUnavailable: ${text} }]`,
    ).guard;

    expect(groups).toEqual([{ name: 'shops', targets: ['host/*/service/shop'], maxUnavailable: expected }]);
  });

  it.each<[what: string, text: string, expected: string]>([
    ['no attempts at all', 'attempts: { max: 0 }', 'attempts.max: Too small: expected number to be >=1'],
    ['half an attempt', 'attempts: { max: 1.5 }', 'attempts.max: Invalid input: expected int, received number'],
    ['attempts within days', 'attempts: { within: 2d }', 'attempts.within: must be between 1m and 24h'],
    ['a cool-down of days', 'coolDown: 2d', 'coolDown: must be between 0s and 24h'],
    ['an hour of nothing', 'perHour: { domain: 0 }', 'perHour.domain: Too small: expected number to be >=1'],
    ['a budget in words', 'perHour: 20', 'perHour: Invalid input: expected object, received number'],
    ['no repair at a time', 'parallel: 0', 'parallel: Too small: expected number to be >=1'],
    ['too many at a time', 'parallel: 1001', 'parallel: Too big: expected number to be <=1000'],
    [
      'a storm beyond what is remembered',
      'storm: { targets: 901 }',
      'storm.targets: Too big: expected number to be <=900',
    ],
    ['a storm of hours', 'storm: { within: 2h }', 'storm.within: must be between 10s and 1h'],
    ['a storm without end', 'storm: { coolDown: 2d }', 'storm.coolDown: must be between 1s and 24h'],
    ['endless patience', 'patience: 1d', 'patience: must be between 0s and 12h'],
    ['a misspelt cap', 'paralel: 1', 'paralel: there is no such setting'],
    [
      'a domain of nothing',
      'domains: [{ name: a, targets: [] }]',
      'domains.0.targets: Too small: expected array to have >=1 items',
    ],
    [
      'a dependency on nothing',
      'dependencies: [{ target: host, alerts: [] }]',
      'dependencies.0.alerts: Too small: expected array to have >=1 items',
    ],
  ])('refuses %s', (_what, text, expected) => {
    expect(mistakesIn(() => guard(text))).toEqual([expected]);
  });

  it.each(['101%', '-1', '1.5', '40.5%', '40 %', 'half'])('refuses a group that may miss %s', (text) => {
    const read = () => guard(`groups: [{ name: a, targets: [host/web-1], maxUnavailable: "${text}" }]`);

    expect(mistakesIn(read)).toEqual(['groups.0.maxUnavailable: write a whole number, or a share such as 40%']);
  });

  it('refuses a group without a cap', () => {
    expect(mistakesIn(() => guard('groups: [{ name: a, targets: [host/web-1] }]'))).toHaveLength(1);
  });

  it.each([
    ['refuses a group whose cap would protect nobody', 'host/web-9', ['no service belongs to the group shops']],
    [
      'refuses a group whose members are counted apart',
      'host/*/service/shop',
      ['the group shops lies in several failure domains, which count apart: rack-1, rack-2, hosts'],
    ],
    ['takes a group within one failure domain', 'host/web-2', []],
  ])('%s', (_what, targets, expected) => {
    const domains = 'domains: [{ name: rack-1, targets: [host/web-1] }, { name: rack-2, targets: [host/web-2] }]';
    const text = `${domains}, groups: [{ name: shops, targets: [${targets}], maxUnavailable: 1 }]`;

    expect(mistakesIn(() => guard(text))).toEqual(expected.map((message) => `groups.0.targets: ${message}`));
  });

  it('allows nothing that a guard would refuse as unreadable', () => {
    const most = `patience: 12h, attempts: { max: 100, within: 24h }, coolDown: 24h, parallel: 1000,
      perHour: { runbook: 1000, domain: 1000 }, storm: { targets: 900, within: 1h, coolDown: 24h }`;
    const text = `policy: { guard: { ${most} }, approval: { deadline: 24h }, verification: { within: 20m, hold: 30m } }`;

    const { policy } = parseConfig(text, 'test.yaml', {});

    const longest = Math.max(...Object.values(runbooks).map(({ timeoutMs }) => timeoutMs));
    const claim = aClaim({ lapsesAfterMs: repairTimeMs(policy, longest) });
    expect(readClaims([claim], policy.guard.caps)).toBe(true);
  });
});

describe('policy.approval', () => {
  it('reads who, how many and how long', () => {
    const text = `approvers: [ann], quorum: { safe: 2, disruptive: 3, destructive: 4 }, deadline: 2h, reminder: 5m,
      requireVerified: true`;

    expect(approval(text)).toEqual({
      approvers: ['ann'],
      quorum: { safe: 2, disruptive: 3, destructive: 4 },
      deadlineMs: 2 * hours,
      reminderMs: 5 * minutes,
      requireVerified: true,
    });
  });

  it('knows the people of groups, each once', () => {
    const text = 'approvers: [group:ops, ann, group:dev], groups: { ops: [bob, ann], dev: [cem, bob], others: [dan] }';

    expect(approval(text).approvers).toEqual(['bob', 'ann', 'cem']);
  });

  it('does not mistake a person for a group of the same name', () => {
    expect(approval('approvers: [ops], groups: { ops: [bob] }').approvers).toEqual(['ops']);
  });

  it.each<[what: string, text: string, expected: string]>([
    [
      'a group that is not described',
      'approvers: [group:ops]',
      'approvers.0: there is no group ops: describe it under groups',
    ],
    [
      'an inherited name for a group',
      'approvers: [group:toString]',
      'approvers.0: there is no group toString: describe it under groups',
    ],
    ['a group of nobody', 'groups: { ops: [] }', 'groups.ops: Too small: expected array to have >=1 items'],
    [
      'a group in a group',
      'approvers: [group:ops], groups: { ops: [ann, group:dev], dev: [bob] }',
      'groups.ops.1: write a name: a group consists of people, not of other groups',
    ],
    ['a quorum of nobody', 'quorum: { destructive: 0 }', 'quorum.destructive: Too small: expected number to be >=1'],
    ['a crowd', 'quorum: { safe: 11 }', 'quorum.safe: Too big: expected number to be <=10'],
    ['a deadline of days', 'deadline: 2d', 'deadline: must be between 1s and 24h'],
    ['no reminder', 'reminder: 0s', 'reminder: must be between 1s and 24h'],
    [
      'verified in words',
      'requireVerified: please',
      'requireVerified: Invalid input: expected boolean, received string',
    ],
  ])('refuses %s', (_what, text, expected) => {
    expect(mistakesIn(() => approval(text))).toEqual([expected]);
  });
});
