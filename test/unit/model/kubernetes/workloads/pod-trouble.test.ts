import { describe, expect, it } from 'vitest';
import type { PodState } from '../../../../../model/kubernetes/workloads/pod-state.ts';
import { troubleOf } from '../../../../../model/kubernetes/workloads/pod-trouble.ts';
import {
  aContainerState,
  aCrashingContainer,
  aPodState,
  aTermination,
} from '../../../../support/kubernetes/objects/pod-states.ts';

/** A pod whose one container waits for this. */
function waitsFor(reason: string, message: string | null = null): Partial<PodState> {
  const container = aContainerState({ isReady: false, runningSince: null, waiting: { reason, message } });
  return { phase: 'Pending', isReady: false, containers: [container] };
}

describe('troubleOf', () => {
  it.each([
    { what: 'one that is well', pod: {} },
    { what: 'one that is being ended', pod: { isReady: false, isLeaving: true } },
    { what: 'one that has done its work', pod: { phase: 'Succeeded', isReady: false } },
    {
      what: 'one that was restarted and is ready again',
      pod: { containers: [aContainerState({ restarts: 3, ended: aTermination() })] },
    },
  ])('finds nothing wrong with $what', ({ pod }) => {
    expect(troubleOf(aPodState(pod))).toBeNull();
  });

  it.each([
    {
      kind: 'crash-loop',
      pod: { isReady: false, containers: [aCrashingContainer({ exitCode: 3 })] },
      words: 'container app crashes again and again, exit code 3, restarted 5 times',
    },
    {
      kind: 'oom-killed',
      pod: { isReady: false, containers: [aCrashingContainer({ exitCode: 137, reason: 'OOMKilled' })] },
      words:
        'container app crashes again and again, exit code 137 (OOMKilled: it used more memory than it may), restarted 5 times',
    },
    {
      kind: 'crashed',
      pod: {
        isReady: false,
        containers: [
          aContainerState({ isReady: false, runningSince: null, restarts: 0, ended: aTermination({ exitCode: 127 }) }),
        ],
      },
      words: 'container app ended, exit code 127 (its command is not in the image), restarted 0 times',
    },
    {
      kind: 'config-missing',
      pod: waitsFor('CreateContainerConfigError', 'configmap "settings" not found'),
      words: 'container app cannot start: the ConfigMap settings is missing (CreateContainerConfigError)',
    },
    {
      kind: 'image-name-missing',
      pod: waitsFor('ImagePullBackOff', 'Back-off pulling image "web:9": not found'),
      words:
        'container app cannot start: the registry does not know this image: its name or its tag is wrong, or it was deleted (ImagePullBackOff of web:9)',
    },
    {
      kind: 'evicted',
      pod: { phase: 'Failed', isReady: false, reason: 'Evicted', message: 'The node was low on resource: memory.' },
      words: 'was evicted from its node: The node was low on resource: memory.',
    },
    {
      kind: 'failed',
      pod: { phase: 'Failed', isReady: false, reason: 'DeadlineExceeded', containers: [] },
      words: 'has failed, DeadlineExceeded',
    },
    {
      kind: 'not-scheduled',
      pod: {
        phase: 'Pending',
        isReady: false,
        node: null,
        containers: [],
        notScheduled: '0/2 nodes are available: 2 Insufficient cpu.',
      },
      words: 'has no node: no node has the resources that it asks for',
    },
    {
      kind: 'not-ready',
      pod: { isReady: false, containers: [aContainerState({ isReady: false })] },
      words: 'container app runs and is not ready: its readiness probe fails, or has not passed yet',
    },
    { kind: 'waits', pod: waitsFor('ContainerCreating'), words: 'waits: ContainerCreating' },
  ])('tells $kind', ({ kind, pod, words }) => {
    expect(troubleOf(aPodState(pod))).toMatchObject({ kind, pod: 'web-1', words });
  });

  it('names the gravest of several troubles', () => {
    const waiting = aContainerState({
      name: 'sidecar',
      isReady: false,
      runningSince: null,
      waiting: { reason: 'ImagePullBackOff', message: 'not found' },
    });
    const pod = aPodState({ isReady: false, containers: [waiting, aCrashingContainer()] });

    expect(troubleOf(pod)).toMatchObject({ kind: 'crash-loop', container: 'app' });
  });
});
