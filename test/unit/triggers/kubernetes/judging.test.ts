import type { V1ContainerStatus, V1Deployment, V1Job, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { symptomsOfNode } from '../../../../triggers/kubernetes/judging/node.ts';
import { symptomsOfPod } from '../../../../triggers/kubernetes/judging/pod.ts';
import { symptomsOfDeployment, symptomsOfJob } from '../../../../triggers/kubernetes/judging/workload.ts';
import {
  atMinute,
  aWatchedNode,
  aWatchedPod,
  crashing,
  timeAtMinute,
} from '../../../support/kubernetes/watched/sick-objects.ts';

const inContainer = { namespace: 'shop', pod: 'web-1', container: 'app', uid: 'uid-1' };
const ofPod = { namespace: 'shop', pod: 'web-1' };
const metadata = aWatchedPod([]).metadata ?? {};
const status = aWatchedPod([]).status ?? {};

function waiting(reason: string): Partial<V1ContainerStatus> {
  return { state: { waiting: { reason, message: 'because' } } };
}

describe('a pod', () => {
  it.each<[string, V1Pod, object]>([
    ['that is well', aWatchedPod([]), {}],
    [
      'with a container in a crash loop',
      aWatchedPod([crashing(5)]),
      { KubePodCrashLooping: [atMinute(5), { ...inContainer, reason: 'CrashLoopBackOff' }], KubePodNotReady: 1 },
    ],
    [
      'with a container that was killed for its memory and waits',
      aWatchedPod([crashing(5, 'OOMKilled')]),
      {
        KubernetesContainerOomKiller: [atMinute(5), { ...inContainer, reason: 'OOMKilled' }],
        KubePodCrashLooping: [atMinute(5), { ...inContainer, reason: 'CrashLoopBackOff' }],
        KubePodNotReady: 1,
      },
    ],
    [
      'with a container that was killed once',
      aWatchedPod([{ ...crashing(5, 'OOMKilled'), state: { running: {} }, restartCount: 1 }]),
      { KubePodNotReady: 1 },
    ],
    [
      'with a container that was killed long ago and runs',
      aWatchedPod([{ ...crashing(-5, 'OOMKilled'), state: { running: {} } }]),
      { KubePodNotReady: 1 },
    ],
    [
      'whose image cannot be had',
      aWatchedPod([waiting('ErrImagePull')]),
      { KubeContainerWaiting: [atMinute(2), { ...inContainer, reason: 'ImagePullBackOff' }], KubePodNotReady: 1 },
    ],
    ['whose container waits for others', aWatchedPod([waiting('PodInitializing')]), { KubePodNotReady: 1 }],
    [
      'that no node takes',
      aWatchedPod([], { metadata, status: { phase: 'Pending', conditions: [] } }),
      { KubePodNotReady: [atMinute(0), ofPod] },
    ],
    ['that is not ready', aWatchedPod([{ state: { running: {} } }]), { KubePodNotReady: [atMinute(1), ofPod] }],
    [
      'whose node does not tell of it',
      aWatchedPod([], { status: Object.assign({}, status, { phase: 'Unknown' }) }),
      { KubePodNotReady: 1 },
    ],
    ['that has come to its end', aWatchedPod([crashing(5)], { status: { phase: 'Succeeded' } }), {}],
    ['that was evicted', aWatchedPod([crashing(5)], { status: { phase: 'Failed' } }), {}],
    [
      'that is about to go',
      aWatchedPod([crashing(5)], { metadata: Object.assign({}, metadata, { deletionTimestamp: timeAtMinute(6) }) }),
      {},
    ],
    [
      'of a Job that has not begun',
      aWatchedPod([], {
        metadata: Object.assign({}, metadata, { ownerReferences: [{ kind: 'Job', name: 'j', uid: 'u' }] }),
        status: { phase: 'Pending' },
      }),
      {},
    ],
    ['without an identity', aWatchedPod([crashing(5)], { metadata: {} }), {}],
  ])('%s has the symptoms that rules for Prometheus would find', (_what, pod, expected) => {
    const found = symptomsOfPod(pod, atMinute(6));

    const known = Object.fromEntries(found.map(({ alertname, since, labels }) => [alertname, [since, labels]]));
    expect(Object.keys(known)).toEqual(Object.keys(expected));
    expect(known).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, wanted]) => Array.isArray(wanted))),
    );
  });

  it('is not ready because of its container, which crashes because of its memory, all because of its node', () => {
    const [killed, crashes, unready] = symptomsOfPod(aWatchedPod([crashing(5, 'OOMKilled')]), atMinute(6));

    const node = 'KubeNodeNotReady Node/node-1 ';
    expect(killed?.explainedBy).toEqual([node]);
    expect(crashes?.explainedBy).toEqual([node, killed?.key]);
    expect(unready?.explainedBy).toEqual(expect.arrayContaining([node, killed?.key, crashes?.key]));
  });

  it('tells no secret, and all on one line', () => {
    const message = 'pull failed:\npassword=hunter2hunter2';

    const [found] = symptomsOfPod(aWatchedPod([{ state: { waiting: { reason: 'ErrImagePull', message } } }]), 0);

    expect(found?.summary).toContain('pull failed');
    expect(found?.summary).not.toMatch(/hunter2|\n/);
  });
});

describe('a node', () => {
  it.each([
    ['Ready', 'True', []],
    ['Ready', 'False', ['KubeNodeNotReady']],
    ['Ready', 'Unknown', ['KubeNodeNotReady']],
    ['DiskPressure', 'True', ['KubeNodePressure']],
    ['MemoryPressure', 'False', []],
    ['SomethingElse', 'True', []],
  ])('whose condition %s is %s has %j', (type, is, expected) => {
    const found = symptomsOfNode(aWatchedNode(type, is));

    expect(found.map(({ alertname }) => alertname)).toEqual(expected);
    expect(found.map(({ since }) => since)).toEqual(expected.map(() => atMinute(3)));
    expect(found.map(({ labels }) => labels['node'])).toEqual(expected.map(() => 'node-1'));
  });

  it('is as sick as before when it was cordoned, and no news', () => {
    expect(symptomsOfNode(aWatchedNode('Ready', 'False', true))).toEqual([
      { ...symptomsOfNode(aWatchedNode('Ready', 'False'))[0], onlyGoesOn: true },
    ]);
  });
});

function condition(type: string, is: string) {
  return { conditions: [{ type, status: is, reason: 'Because', lastTransitionTime: timeAtMinute(4) }] };
}

describe('a workload', () => {
  const named = { metadata: { namespace: 'shop', name: 'web', uid: 'uid-w' } };

  it.each<[string, V1Deployment, readonly string[]]>([
    ['goes on', { ...named, status: condition('Progressing', 'True') }, []],
    ['is stuck', { ...named, status: condition('Progressing', 'False') }, ['KubeDeploymentRolloutStuck']],
    ['has none', named, []],
  ])('whose rollout %s has the symptoms %j', (_what, deployment, expected) => {
    const found = symptomsOfDeployment(deployment);

    expect(found.map(({ alertname, labels, since }) => [alertname, labels['deployment'], since])).toEqual(
      expected.map((name) => [name, 'web', atMinute(4)]),
    );
  });

  it.each<[string, V1Job, readonly string[]]>([
    ['failed', { ...named, status: condition('Failed', 'True') }, ['KubeJobFailed']],
    ['is done', { ...named, status: condition('Complete', 'True') }, []],
    ['has not failed after all', { ...named, status: condition('Failed', 'False') }, []],
  ])('that %s has the symptoms %j', (_what, job, expected) => {
    const found = symptomsOfJob(job);

    expect(found.map(({ alertname, labels, since }) => [alertname, labels['job_name'], since])).toEqual(
      expected.map((name) => [name, 'web', atMinute(4)]),
    );
  });
});
