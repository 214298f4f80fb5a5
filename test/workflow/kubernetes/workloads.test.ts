import { describe, expect, it } from 'vitest';
import type { Said } from '../../support/kubernetes/paths/workload-troubles.ts';
import { aSickWorkload, crashedByRollout, oneNotReady } from '../../support/kubernetes/paths/workload-troubles.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();
const history = crashedByRollout['rollout-history'];

describe('the runbook pod-crash-looping', () => {
  it('goes back to the revision before where the crash began with a rollout, and tells what was found', async () => {
    const { result, world } = await bed.play(scenarios['rollout-undone']);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.orders).toMatchObject([{ action: 'undo-rollout', settings: { revision: '6' } }]);
    expect(result.details).toContain(crashedByRollout['pod-state'].details[0]);
  });

  it.each<[string, Said]>([
    ['the crash began long after', { 'object-events': { facts: { backOffAt: '2026-01-01T09:00:00.000Z' } } }],
    ['nobody knows when it began', { 'object-events': {} }],
    [
      'older revisions crash too',
      { 'rollout-history': { ...history, facts: { ...history.facts, onlyNewestSick: 'false' } } },
    ],
    ['the image is missing', { 'pod-state': { facts: { trouble: 'image-name-missing' } } }],
  ])('changes nothing where %s', async (_why, said) => {
    const { result, world } = await bed.play(
      aSickWorkload({ alert: 'KubePodCrashLooping', said: { ...crashedByRollout, ...said }, end: 'escalated' }),
    );

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(world.actions).toEqual([]);
  });
});

describe('the runbook pod-not-ready', () => {
  it('replaces the one pod that the alert names', async () => {
    const labels = { pod: 'web-1' };

    const { result, world } = await bed.play(
      aSickWorkload({ alert: 'KubePodNotReady', labels, said: oneNotReady, acts: true, end: 'resolved' }),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions).toEqual([{ action: 'delete-pod', target: 'kubernetes/default/shop/Pod/web-1' }]);
  });

  it('replaces it where it alone has used up a budget', async () => {
    const usedUp = { 'disruption-budgets': { summary: 'budgets let 0 go', facts: { allowed: '0', sickMayGo: 'yes' } } };
    const said: Said = { ...oneNotReady, ...usedUp };

    const { world } = await bed.play(
      aSickWorkload({ alert: 'KubePodNotReady', labels: { pod: 'web-1' }, said, acts: true, end: 'resolved' }),
    );

    expect(world.actions).toMatchObject([{ action: 'delete-pod' }]);
  });

  const state = oneNotReady['pod-state'];
  it.each<[string, Record<string, string>, Said, string]>([
    ['the alert names no pod', {}, {}, 'do not name one pod'],
    ['the name is none', { pod: '../Secret/x' }, {}, 'do not name one pod'],
    ['the pod is in another namespace', { pod: 'web-1', namespace: 'kube-system' }, {}, 'do not name one pod'],
    [
      'others are sick too',
      { pod: 'web-1' },
      { 'pod-state': { ...state, facts: { ...state.facts, sick: '2' } } },
      'not the only one',
    ],
    ['the pod is one of another workload', { pod: 'store-0' }, {}, 'is not the one that is sick'],
    [
      'it has no node',
      { pod: 'web-1' },
      { 'pod-state': { facts: { ...state.facts, phase: 'Pending', trouble: 'not-scheduled' } } },
      'fare no better',
    ],
    [
      'it crashes',
      { pod: 'web-1' },
      { 'pod-state': { facts: { ...state.facts, trouble: 'crash-loop' } } },
      'fare no better',
    ],
    [
      'nothing would replace it',
      { pod: 'web-1' },
      { 'pod-state': { facts: { sick: '1', trouble: 'not-ready', phase: 'Running' } } },
      'nothing would make another',
    ],
    [
      'its node is not ready',
      { pod: 'web-1' },
      { 'sick-neighbours': { facts: { nodeReady: 'false' } } },
      'node is not ready',
    ],
    [
      'a budget has no pod to spare',
      { pod: 'web-1' },
      { 'disruption-budgets': { summary: 'budgets let 0 go' } },
      'budgets let 0 go',
    ],
    [
      'nobody can tell what budgets say',
      { pod: 'web-1' },
      { 'disruption-budgets': { health: 'unknown' } },
      'disruption-budgets: unknown',
    ],
  ])('changes nothing where %s', async (_why, labels, said, words) => {
    const { result, world } = await bed.play(
      aSickWorkload({ alert: 'KubePodNotReady', labels, said: { ...oneNotReady, ...said }, end: 'escalated' }),
    );

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason: 'diagnosis-only',
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});

describe('the runbook rollout-stuck', () => {
  const stuck: Said = { ...crashedByRollout, 'object-events': {} };

  it('goes back to the revision before where only pods of the new one are sick', async () => {
    const { world } = await bed.play(
      aSickWorkload({ alert: 'KubeDeploymentRolloutStuck', said: stuck, acts: true, end: 'resolved' }),
    );

    expect(world.orders).toMatchObject([{ action: 'undo-rollout', settings: { revision: '6' } }]);
  });

  it.each<[string, string, Said]>([
    ['it is a StatefulSet', 'StatefulSet', stuck],
    ['there is no room for its pods', 'Deployment', { ...stuck, 'pod-state': { facts: { trouble: 'not-scheduled' } } }],
    [
      'it was gone back to already',
      'Deployment',
      {
        ...stuck,
        'rollout-history': {
          ...history,
          facts: {
            ...history.facts,
            revisions: history.facts.revisions.replace(/"rolledOutAt":"[^"]*"/, '"rolledOutAt":null'),
          },
        },
      },
    ],
  ])('changes nothing where %s', async (_why, kind, said) => {
    const { result, world } = await bed.play(
      aSickWorkload({ alert: 'KubeDeploymentRolloutStuck', kind, said, end: 'escalated' }),
    );

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(world.actions).toEqual([]);
  });
});

describe('the runbooks container-waiting and workload-degraded', () => {
  it.each([
    { alert: 'KubeContainerWaiting', kind: 'Deployment' },
    { alert: 'KubeDeploymentReplicasMismatch', kind: 'Deployment' },
    { alert: 'KubeStatefulSetReplicasMismatch', kind: 'StatefulSet' },
  ])('only say what is wrong: $alert', async ({ alert, kind }) => {
    const { result, world } = await bed.play(aSickWorkload({ alert, kind, said: oneNotReady, end: 'escalated' }));

    expect(result.outcome).toMatchObject({ reason: 'diagnosis-only', detail: oneNotReady['pod-state'].summary });
    expect(world.actions).toEqual([]);
  });

  it('replace the one sick pod of a DaemonSet', async () => {
    const { world } = await bed.play(
      aSickWorkload({
        alert: 'KubeDaemonSetMisScheduled',
        kind: 'DaemonSet',
        said: oneNotReady,
        acts: true,
        end: 'resolved',
      }),
    );

    expect(world.actions).toEqual([{ action: 'delete-pod', target: 'kubernetes/default/shop/Pod/web-1' }]);
  });
});

describe.each([
  'KubePodCrashLooping',
  'KubePodNotReady',
  'KubeContainerWaiting',
  'KubeDeploymentRolloutStuck',
  'KubeDeploymentReplicasMismatch',
])('the runbook for %s', (alert) => {
  it.each<[string, Said, string]>([
    ['all is well', {}, 'already-healthy'],
    ['nobody can tell', { 'workload-health': { health: 'unknown' }, 'pod-state': { health: 'unknown' } }, 'no-plan'],
  ])('changes nothing where %s', async (_why, said, reason) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aSickWorkload({ alert, said, end }));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(world.actions).toEqual([]);
  });
});
