import { describe, expect, it } from 'vitest';
import { exitInWords } from '../../../../../model/kubernetes/workloads/exit-words.ts';
import { obstaclesOf } from '../../../../../model/kubernetes/workloads/not-scheduled.ts';
import { obstacleOf } from '../../../../../model/kubernetes/workloads/waiting-reasons.ts';
import { aTermination } from '../../../../support/kubernetes/objects/pod-states.ts';

describe('obstacleOf', () => {
  it.each([
    {
      reason: 'ErrImagePull',
      message: 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/web:9": not found',
      obstacle: 'image-name-missing',
    },
    {
      reason: 'ErrImagePull',
      message: 'manifest for web:9 not found: manifest unknown',
      obstacle: 'image-name-missing',
    },
    {
      reason: 'ImagePullBackOff',
      message:
        'pull access denied for web, repository does not exist or may require docker login: denied: requested access to the resource is denied',
      obstacle: 'image-forbidden',
    },
    {
      reason: 'ErrImagePull',
      message: 'failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
      obstacle: 'image-forbidden',
    },
    {
      reason: 'ErrImagePull',
      message: 'failed to do request: Head "https://registry.test/v2/": dial tcp 10.0.0.1:443: i/o timeout',
      obstacle: 'registry-away',
    },
    {
      reason: 'ErrImagePull',
      message: 'dial tcp: lookup registry.test on 10.96.0.10:53: no such host',
      obstacle: 'registry-away',
    },
    {
      reason: 'ErrImagePull',
      message: 'toomanyrequests: You have reached your pull rate limit',
      obstacle: 'registry-away',
    },
    { reason: 'ErrImagePull', message: null, obstacle: 'image-unknown' },
    { reason: 'InvalidImageName', message: 'couldn\'t parse image reference "Web:1"', obstacle: 'image-name-invalid' },
    { reason: 'ErrImageNeverPull', message: null, obstacle: 'image-name-missing' },
    { reason: 'CreateContainerError', message: 'no command specified', obstacle: 'config-wrong' },
  ])('is $obstacle for $reason: $message', ({ reason, message, obstacle }) => {
    expect(obstacleOf(reason, message)?.obstacle).toBe(obstacle);
  });

  it.each([
    { message: 'configmap "settings" not found', words: 'the ConfigMap settings is missing' },
    { message: 'secret "credentials" not found', words: 'the Secret credentials is missing' },
    {
      message: "couldn't find key colour in ConfigMap shop/settings",
      words: 'the key colour in the ConfigMap settings is missing',
    },
    {
      message: "couldn't find key token in Secret shop/credentials.",
      words: 'the key token in the Secret credentials is missing',
    },
  ])('names what is missing: $message', ({ message, words }) => {
    expect(obstacleOf('CreateContainerConfigError', message)).toEqual({ obstacle: 'config-missing', words });
  });

  it.each(['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff'])('is none for %s', (reason) => {
    expect(obstacleOf(reason, 'not found')).toBeNull();
  });
});

describe('obstaclesOf', () => {
  it.each([
    {
      message:
        '0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found.',
      first: 'resources',
    },
    {
      message: '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {dedicated: gpu}.',
      first: 'taints',
    },
    {
      message: "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
      first: 'node-selector',
    },
    { message: "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.", first: 'affinity' },
    { message: '0/3 nodes are available: 3 node(s) had volume node affinity conflict.', first: 'volume' },
    { message: '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.', first: 'volume' },
    { message: '0/3 nodes are available: 3 Too many pods.', first: 'too-many-pods' },
    { message: 'something new', first: 'other' },
    { message: '', first: 'other' },
  ])('begins with $first: $message', ({ message, first }) => {
    expect(obstaclesOf(message)[0]).toBe(first);
  });
});

describe('exitInWords', () => {
  it.each([
    { ended: { exitCode: 1 }, words: 'exit code 1' },
    { ended: { exitCode: 0, reason: 'Completed' }, words: 'exit code 0 (it ended as if it were done)' },
    { ended: { exitCode: 137 }, words: 'exit code 137 (SIGKILL: killed from outside)' },
    { ended: { exitCode: 139 }, words: 'exit code 139 (SIGSEGV: a segmentation fault)' },
    { ended: { exitCode: 128, signal: 15 }, words: 'exit code 128 (SIGTERM: it was asked to end)' },
    { ended: { exitCode: 128, reason: 'StartError' }, words: 'exit code 128 (StartError)' },
  ])('is $words', ({ ended, words }) => {
    expect(exitInWords(aTermination(ended))).toBe(words);
  });
});
