import { describe, expect, it } from 'vitest';
import type { HttpAnswer, Member } from '../../../../../model/kubernetes/network/backend.ts';
import { judgeMembers, judgeTraffic, removalObstacle } from '../../../../../model/kubernetes/network/backend.ts';
import { removableLabel } from '../../../../../model/kubernetes/network/removable-label.ts';

const well: HttpAnswer = { status: 204 };
const broken: HttpAnswer = { status: 500 };
const refused: HttpAnswer = { problem: 'no answer (ECONNREFUSED)', isOurs: false };
const ours: HttpAnswer = { problem: 'no answer (ENETUNREACH)', isOurs: true };

function aMember(name: string, answer: HttpAnswer, isInService = true): Member {
  return { name, address: '10.0.0.1', isInService, answer, words: name };
}

describe('traffic to a backend', () => {
  it.each([
    ['all are answered well', [well, well], 'healthy', '2 of 2 requests were answered with 2xx'],
    ['one in three fails', [well, broken, well], 'unhealthy', '2 of 3 requests were answered with 2xx: 1 × status 500'],
    ['it is redirected', [{ status: 302 }], 'unhealthy', '1 × status 302'],
    ['nobody answers', [refused, refused], 'unhealthy', '2 × no answer (ECONNREFUSED)'],
    ['the worker has no network', [ours, ours], 'unknown', 'nobody could be asked'],
    ['some questions could not be put', [well, ours], 'healthy', '1 of 1'],
    ['nothing was asked', [], 'unknown', 'nobody was asked'],
  ] as const)('is judged where %s', (_what, answers, health, words) => {
    const judgement = judgeTraffic(answers);

    expect(judgement.health).toBe(health);
    expect(judgement.words).toContain(words);
  });
});

describe('the members of a backend', () => {
  it.each([
    ['all are well', [aMember('a', well), aMember('b', well)], 'healthy', []],
    ['one is sick', [aMember('a', well), aMember('b', broken)], 'unhealthy', ['b']],
    ['one does not answer', [aMember('a', well), aMember('b', refused)], 'unhealthy', ['b']],
    ['all are sick', [aMember('a', broken), aMember('b', broken)], 'unhealthy', []],
    ['none answers, which the network may do', [aMember('a', refused), aMember('b', refused)], 'unknown', []],
    ['none can be asked', [aMember('a', ours)], 'unknown', []],
    ['one cannot be asked', [aMember('a', well), aMember('b', ours)], 'unknown', []],
    ['the one out of service is sick still', [aMember('a', well), aMember('b', broken, false)], 'unhealthy', []],
    ['the one out of service is well again', [aMember('a', well), aMember('b', well, false)], 'healthy', []],
    ['only those out of service are well', [aMember('a', broken), aMember('b', well, false)], 'unhealthy', []],
    ['nobody is in service', [aMember('a', well, false)], 'unhealthy', []],
    ['there are none', [], 'unhealthy', []],
  ] as const)('are judged where %s', (_what, members, health, sick) => {
    const judgement = judgeMembers(members);

    expect(judgement.health).toBe(health);
    expect(judgement.sick.map(({ name }) => name)).toEqual(sick);
  });

  it.each([
    [1, 1, false],
    [2, 2, true],
    [2, 3, false],
    [3, 3, true],
    [3, 5, false],
    [4, 5, true],
  ])('lose one of %i in service, of %i in all: %s', (inService, all, isAllowed) => {
    expect(removalObstacle(inService, all) === null).toBe(isAllowed);
  });
});

describe('the label by which a pod leaves a Service', () => {
  const pod = { labels: { app: 'web', tier: 'front', 'pod-template-hash': 'abc' } };
  const selector = { app: 'web', tier: 'front' };

  it.each([
    [
      'is one that its controller does not need',
      { ownerKeys: ['app', 'pod-template-hash'] },
      { label: 'tier', value: 'front' },
    ],
    ['is any where it has no controller', { ownerKeys: null }, { label: 'app', value: 'web' }],
    [
      'is one that no other Service selects it by',
      { ownerKeys: [], others: { api: { app: 'web' } } },
      { label: 'tier', value: 'front' },
    ],
    [
      'does not care for Services that select others',
      { ownerKeys: [], others: { api: { app: 'api' } } },
      { label: 'app', value: 'web' },
    ],
  ])('%s', (_what, question, expected) => {
    expect(removableLabel({ pod, selector, others: {}, policies: new Map(), ...question })).toEqual(expected);
  });

  it.each([
    [
      'its controller knows it by all of them',
      { ownerKeys: ['app', 'tier'] },
      'its controller knows it by the same labels',
    ],
    [
      'another Service needs it',
      { ownerKeys: ['app'], others: { api: { tier: 'front' } } },
      'the Service api selects it',
    ],
    [
      'a network policy selects by it',
      { ownerKeys: ['app'], policies: new Map([['tier', 'front-only']]) },
      'the network policy front-only selects by the same label (tier)',
    ],
    ['the Service does not select it', { ownerKeys: null, selector: { app: 'api' } }, 'does not select the pod'],
    ['the Service selects nothing', { ownerKeys: null, selector: {} }, 'does not select the pod'],
  ])('is none where %s', (_what, question, words) => {
    expect(removableLabel({ pod, selector, others: {}, policies: new Map(), ...question })).toEqual({
      because: expect.stringContaining(words) as unknown,
    });
  });
});
