import { describe, expect, it } from 'vitest';
import type { SickNode } from '../../support/kubernetes/nodes/sick-node.ts';
import { aNodeEpisode, aSickNode } from '../../support/kubernetes/nodes/sick-node.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { asked, reaches, untilVerified } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const silent = { 'node-state': 'unhealthy' } as const;

describe('the runbook node-unhealthy', () => {
  it('cordons a node that is not ready, and gives it back when it is again', async () => {
    const { result, world } = await bed.play(aSickNode({ seen: silent, end: 'resolved', heals: true }));

    expect(result.outcome?.kind).toBe('resolved-by-itself');
    expect(world.actions.map(({ action }) => action)).toEqual(['cordon-node', 'uncordon-node']);
  });

  it('never takes its cordon for a success, although that clears the alert', async () => {
    const { result, world } = await bed.play(scenarios['cordon-stands']);

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
    expect(world.actions.map(({ action }) => action)).toEqual(['cordon-node']);
    expect(world.told()).toEqual(['repairing', 'escalated']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it('asks people for the drain of a node that the cordon has not brought back', async () => {
    const { result, world } = await bed.play({
      ...aSickNode({ seen: silent, end: 'escalated' }),
      script: async (play) => {
        await play.incident.deliver(aNodeEpisode(play, 'KubeNodeNotReady').firing);
        await reaches(play.incident, 'verifying');
        await play.incident.deliver(aNodeEpisode(play, 'KubeNodeNotReady').resolved);
        await play.pass(untilVerified);
        const { code } = await asked(play);
        await play.remediation.vote('approve', { code, by: 'ann' });
        await play.remediation.vote('approve', { code, by: 'bob' });
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified);
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
    expect(world.actions.map(({ action }) => action)).toEqual(['cordon-node', 'drain-node']);
    expect(world.requests).toHaveLength(1);
  });

  it.each<[string, SickNode, string, string]>([
    ['the node is healthy', { seen: {} }, 'already-healthy', 'node-state: healthy'],
    ['nobody can tell how it is', { seen: { 'node-state': 'unknown' } }, 'no-plan', 'nobody can tell'],
    ['nobody can count the others', { seen: { ...silent, 'nodes-away': 'unknown' } }, 'no-plan', 'nobody can tell'],
    ['the cluster cannot spare it', { seen: { ...silent, 'nodes-away': 'unhealthy' } }, 'diagnosis-only', 'spare'],
    ['it is gone', { seen: silent, facts: { exists: 'no' } }, 'diagnosis-only', 'node-state'],
    [
      'somebody else has cordoned it',
      { seen: silent, facts: { cordoned: 'by somebody else' } },
      'diagnosis-only',
      'people are at it already',
    ],
    [
      'Nightshift has cordoned it, and nobody can move its pods',
      { alert: 'KubeNodeUnreachable', seen: silent, facts: { cordoned: 'by Nightshift' } },
      'diagnosis-only',
      'cordoned it already',
    ],
    [
      'it is under pressure',
      { alert: 'KubeNodePressure', seen: { 'node-pressure': 'unhealthy' } },
      'diagnosis-only',
      'node-pressure',
    ],
  ])('changes nothing where %s', async (_why, sick, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aSickNode({ ...sick, end }));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(result.outcome?.detail).toContain(words);
    expect(world.actions).toEqual([]);
  });

  it('gives a node back that it had cordoned before, and that is healthy', async () => {
    const { result, world } = await bed.play(
      aSickNode({ seen: {}, facts: { cordoned: 'by Nightshift' }, end: 'resolved', acts: true }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.actions.map(({ action }) => action)).toEqual(['uncordon-node']);
  });

  it.each(['NodeRAIDDegraded', 'NodeNetworkInterfaceFlapping'])(
    'keeps a node cordoned after %s, whatever the node says of itself',
    async (alert) => {
      const { result } = await bed.play(
        aSickNode({ alert, seen: { 'node-problems': 'unknown' }, end: 'awaiting-approval', acts: true }),
      );

      expect(result.timeline.entries.map(({ text }) => text).join()).toContain('node-problems: unknown');
    },
  );

  it('never cordons by itself a node that only flaps', async () => {
    const { world } = await bed.play(
      aSickNode({
        alert: 'KubeNodeReadinessFlapping',
        seen: { 'node-flapping': 'unhealthy' },
        end: 'awaiting-approval',
      }),
    );

    expect(world.actions).toEqual([]);
    expect(world.requests).toHaveLength(1);
  });
});

describe('the runbook kubernetes-alert', () => {
  it('says how an object is whose alert no runbook knows, and changes nothing', async () => {
    const { result, world } = await bed.play(
      aSickNode({ alert: 'SomethingOfOurOwn', seen: { 'object-state': 'unhealthy' }, end: 'escalated' }),
    );

    expect(result.runbook).toBe('kubernetes-alert');
    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(result.outcome?.detail).toBe('SomethingOfOurOwn: object-state: unhealthy');
    expect(world.actions).toEqual([]);
  });
});
