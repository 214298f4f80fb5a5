import { describe, expect, it } from 'vitest';
import {
  answersLookUps,
  judgeDns,
  lookUpsInWords,
  podsToRestart,
} from '../../../../../model/kubernetes/network/dns.ts';
import { aServingPod, lookUps } from '../../../../support/kubernetes/objects/network.ts';
import { aContainerState } from '../../../../support/kubernetes/objects/pod-states.ts';

const inside = 'web.shop.svc.cluster.local';
const outside = 'example.org';
const pods = [aServingPod('pod-a'), aServingPod('pod-b'), aServingPod('pod-c', { isReady: false })];

describe('look-ups in a cluster', () => {
  it.each([
    ['every name is found', [`pod-a ${inside}`, `pod-b ${inside}`], 'healthy', 'none', []],
    ['nobody could be asked', [`pod-a ${inside} unknown`], 'unknown', 'unreachable', []],
    ['nothing was asked', [], 'unknown', 'unreachable', []],
    ['one pod is silent', [`pod-a ${inside}`, `pod-b ${inside} silent`], 'unhealthy', 'servers', ['pod-b']],
    ['nobody listens at one', [`pod-a ${inside}`, `pod-b ${inside} closed`], 'unhealthy', 'servers', ['pod-b']],
    ['one pod fails', [`pod-a ${inside}`, `pod-b ${inside} fails`], 'unhealthy', 'servers', ['pod-b']],
    ['one pod fails outside', [`pod-a ${outside}`, `pod-b ${outside} fails`], 'unhealthy', 'servers', ['pod-b']],
    ['one pod denies a name', [`pod-a ${inside}`, `pod-b ${inside} no-such-name`], 'unhealthy', 'servers', ['pod-b']],
    [
      'all fail for their own names',
      [`pod-a ${inside} fails`, `pod-b ${inside} fails`],
      'unhealthy',
      'servers',
      ['pod-a', 'pod-b'],
    ],
    [
      'only names outside fail, everywhere',
      [`pod-a ${inside}`, `pod-a ${outside} fails`, `pod-b ${inside}`, `pod-b ${outside} silent`],
      'unhealthy',
      'upstream',
      [],
    ],
    [
      'there is no such name',
      [`pod-a ${inside} no-such-name`, `pod-b ${inside} no-such-name`],
      'unhealthy',
      'names',
      [],
    ],
    [
      'all pods are silent and ready',
      [`pod-a ${inside} silent`, `pod-b ${inside} silent`],
      'unknown',
      'unreachable',
      [],
    ],
    [
      'all pods are silent and one is not ready',
      [`pod-a ${inside} silent`, `pod-c ${inside} silent`],
      'unhealthy',
      'servers',
      ['pod-a', 'pod-c'],
    ],
  ] as const)('are judged where %s', (_what, lines, health, cause, sick) => {
    expect(judgeDns(lookUps(...lines), pods, false)).toEqual({ health, cause, sick });
  });

  it('blame described servers that are silent, whatever the pods say', () => {
    const judgement = judgeDns(lookUps(`127.0.0.1:53 ${inside} silent`), pods, true);

    expect(judgement).toEqual({ health: 'unhealthy', cause: 'servers', sick: ['127.0.0.1:53'] });
  });

  it('are told server by server', () => {
    const lines = lookUpsInWords(lookUps(`pod-a ${inside}`, `pod-b ${inside} fails`, `pod-b ${outside} silent`));

    expect(lines).toEqual([
      'pod-a: an address for every name (at most 1 ms)',
      `pod-b: ${inside}: the server fails, ${outside}: no answer in time (at most 1 ms)`,
    ]);
  });
});

describe('the DNS pods that a restart may help', () => {
  const crashing = aServingPod('pod-d', {
    isReady: false,
    containers: [aContainerState({ waiting: { reason: 'CrashLoopBackOff', message: null } })],
  });
  const leaving = aServingPod('pod-e', { isLeaving: true });

  it.each([
    ['the one that fails', [`pod-a ${inside}`, `pod-b ${inside} fails`], ['pod-b']],
    ['none where names outside fail', [`pod-a ${outside} fails`, `pod-b ${outside} fails`], []],
    ['none where only the address of the Service fails', [`pod-a ${inside}`, `service ${inside} silent`], []],
    [
      'no pod that crashes anyway, or leaves',
      [`pod-a ${inside}`, `pod-d ${inside} closed`, `pod-e ${inside} closed`],
      [],
    ],
    ['those that are not ready, where nobody knows who is behind a server', [`127.0.0.1 ${inside} fails`], ['pod-c']],
  ])('are %s', (_what, lines, expected) => {
    const all = [...pods, crashing, leaving];
    const asked = lookUps(...lines);

    const restart = podsToRestart(judgeDns(asked, all, true), asked, all);

    expect(restart.map(({ name }) => name)).toEqual(expected);
  });

  it('are all of them where nobody knows who is behind a server and all are ready', () => {
    const asked = lookUps(`127.0.0.1 ${inside} fails`);
    const ready = pods.slice(0, 2);

    const restart = podsToRestart(judgeDns(asked, ready, true), asked, ready);

    expect(restart.map(({ name }) => name)).toEqual(['pod-a', 'pod-b']);
  });
});

describe('whether a pod answers look-ups', () => {
  it.each([
    ['is what it said', [`pod-a ${inside}`, `pod-b ${inside} fails`], 'pod-b', 'no'],
    ['is not told by what others said', [`pod-a ${inside}`, `pod-b ${inside} fails`], 'pod-c', 'unknown'],
    [
      'is not known where it could not be asked',
      [`pod-a ${inside} unknown`, `pod-b ${inside} fails`],
      'pod-a',
      'unknown',
    ],
    ['is told by a server that stands for all', [`127.0.0.1 ${inside}`], 'pod-a', 'yes'],
    ['is told by such a server that fails', [`127.0.0.1 ${inside} fails`], 'pod-a', 'no'],
  ])('%s', (_what, lines, name, expected) => {
    const asked = lookUps(...lines);

    const answer = answersLookUps(judgeDns(asked, pods, true), asked, aServingPod(name, { ip: '10.0.0.9' }));

    expect(answer).toBe(expected);
  });

  it('is no where it has no address to be asked at', () => {
    const asked = lookUps(`pod-a ${inside}`);

    expect(answersLookUps(judgeDns(asked, pods, true), asked, aServingPod('pod-z', { ip: null }))).toBe('no');
  });
});
