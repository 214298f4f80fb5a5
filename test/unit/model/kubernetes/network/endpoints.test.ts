import { describe, expect, it } from 'vitest';
import type { EndpointState, ServiceState } from '../../../../../model/kubernetes/network/endpoints.ts';
import { judgeEndpoints } from '../../../../../model/kubernetes/network/endpoints.ts';
import { judgeMonitored } from '../../../../../model/kubernetes/network/monitored.ts';
import { aServingPod } from '../../../../support/kubernetes/objects/network.ts';
import { aContainerState } from '../../../../support/kubernetes/objects/pod-states.ts';

function aService(overrides: Partial<ServiceState> = {}): ServiceState {
  const ports = [{ name: null, port: 80, to: 8080, protocol: 'TCP' }];
  return { name: 'web', selector: { app: 'web' }, isExternal: false, ports, ...overrides };
}

function anEndpoint(pod: string, overrides: Partial<EndpointState> = {}): EndpointState {
  return { slice: 'web-1', address: `ip of ${pod}`, pod, isReady: true, isTerminating: false, ...overrides };
}

const named = aService({ ports: [{ name: null, port: 80, to: 'http', protocol: 'TCP' }] });
const http = { name: 'http', port: 8080, protocol: 'TCP' };
const withPort = aServingPod('a', { containers: [aContainerState({ ports: [http] })] });

describe('what is behind a Service', () => {
  it.each([
    ['all are ready', aService(), [anEndpoint('a')], [aServingPod('a')], 'healthy', '1 of 1'],
    [
      'one leaves',
      aService(),
      [anEndpoint('a'), anEndpoint('b', { isReady: false, isTerminating: true })],
      [aServingPod('a')],
      'healthy',
      '1 of 2',
    ],
    [
      'one is not ready',
      aService(),
      [anEndpoint('a'), anEndpoint('b', { isReady: false })],
      [aServingPod('a')],
      'unhealthy',
      '1 of 2',
    ],
    ['the selector finds nobody', aService(), [], [], 'unhealthy', 'no pod has the labels app=web'],
    [
      'no pod is ready',
      aService(),
      [anEndpoint('a', { isReady: false })],
      [aServingPod('a', { isReady: false })],
      'unhealthy',
      'none of its 1 pods is ready',
    ],
    ['all pods have ended', aService(), [], [aServingPod('a', { phase: 'Succeeded' })], 'unhealthy', 'have ended'],
    ['nobody has written any', aService({ selector: null }), [], [], 'unhealthy', 'it selects no pods'],
    [
      'no pod has the named port',
      named,
      [],
      [aServingPod('a')],
      'unhealthy',
      'leads to a port called http, which no pod has',
    ],
    ['some pod lacks nothing', named, [anEndpoint('a')], [withPort], 'healthy', '1 of 1'],
    [
      'the port is of another protocol',
      { ...named, ports: [{ name: null, port: 53, to: 'http', protocol: 'UDP' }] },
      [anEndpoint('a')],
      [withPort],
      'unhealthy',
      'but its port 53',
    ],
    ['it leads outside', aService({ isExternal: true }), [], [], 'unknown', 'outside of the cluster'],
  ] as const)('is judged where %s', (_what, service, endpoints, pods, health, words) => {
    const judgement = judgeEndpoints(service, endpoints, pods);

    expect(judgement.health).toBe(health);
    expect(judgement.cause).toContain(words);
  });

  it('is told in few lines, however many there are', () => {
    const many = Array.from({ length: 500 }, (_, index) => index);
    const endpoints = many.map((index) => anEndpoint(`pod-${index}`, { isReady: false }));
    const pods = many.map((index) => aServingPod(`pod-${index}`, { isReady: false }));

    expect(judgeEndpoints(aService(), endpoints, pods).details).toHaveLength(20);
  });
});

describe('somebody whose metrics do not arrive', () => {
  it.each([
    ['runs unseen', [aServingPod('a')], { health: 'healthy', cause: '' }, 'unknown', 'metrics do not arrive'],
    [
      'is not ready',
      [aServingPod('a', { isReady: false })],
      null,
      'unhealthy',
      '1 of 1 pods are not ready: a not ready',
    ],
    ['is not there', [], { health: 'unhealthy', cause: 'no pod has the labels' }, 'unhealthy', 'no pod has the labels'],
    ['has no way to it', [aServingPod('a')], { health: 'unhealthy', cause: 'its port 80' }, 'unhealthy', 'its port 80'],
  ] as const)('%s, and is never called healthy', (_what, pods, endpoints, health, words) => {
    const judgement = judgeMonitored(pods, endpoints);

    expect(judgement.health).toBe(health);
    expect(judgement.words).toContain(words);
  });
});
