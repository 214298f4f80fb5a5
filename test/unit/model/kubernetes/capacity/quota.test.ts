import { describe, expect, it } from 'vitest';
import {
  concludeQuotas,
  describeLine,
  fullLines,
  quotaOfRefusal,
} from '../../../../../model/kubernetes/capacity/quota.ts';

const line = (resource: string, used: string, hard: string) => ({ quota: 'team', resource, used, hard });

describe('the quotas of a namespace', () => {
  it.each([
    ['there is none', [], [], 'the namespace has no quota'],
    ['there is room', [line('pods', '8', '10')], [], 'no quota of the namespace is almost full'],
    [
      'something was refused',
      [line('pods', '8', '10')],
      ['ReplicaSet web', 'Job report'],
      'no quota of the namespace is almost full; ReplicaSet web, Job report could not make objects within the last hour',
    ],
    [
      'one is full',
      [line('pods', '8', '10'), line('limits.memory', '1536Mi', '1.5Gi')],
      [],
      'team: limits.memory 1536Mi of 1.5Gi (100 %)',
    ],
    [
      'cores are almost used up',
      [line('requests.cpu', '3800m', '4')],
      ['Job a', 'Job b', 'Job c', 'Job d', 'Job e'],
      'team: requests.cpu 3800m of 4 (95 %); Job a, Job b, Job c, 2 others could not make objects within the last hour',
    ],
  ])('are told where %s', (_what, lines, kept, words) => {
    expect(concludeQuotas(lines, kept)).toBe(words);
  });

  it.each([
    ['error creating pods: pods "web" is forbidden: exceeded quota: team, requested: pods=1, used: pods=10', 'team'],
    ['pods "web" is forbidden: failed quota: team: must specify limits.cpu', 'team'],
    ['pods "web" is forbidden: violates PodSecurity "restricted:latest"', null],
  ])('are what refuses something by %j: %s', (message, quota) => {
    expect(quotaOfRefusal(message)).toBe(quota);
  });

  it('are told fullest first, and what cannot be read is never full', () => {
    const lines = [line('a', '9', '10'), line('b', '10', '10'), line('c', 'many', '10'), line('d', '0', '0')];

    expect(fullLines(lines).map(({ resource }) => resource)).toEqual(['b', 'a']);
    expect(lines.slice(2).map(describeLine)).toEqual(['team: c many of 10', 'team: d 0 of 0']);
  });
});
