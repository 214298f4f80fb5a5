import { describe, expect, it } from 'vitest';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { runbookFor } from '../../../workflows/runbooks/index.ts';
import type { Sight } from '../../support/kubernetes/paths/network-troubles.ts';
import { aNetworkTrouble, dnsFacts, doneIn, inShop } from '../../support/kubernetes/paths/network-troubles.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const podOf = (namespace: string, name: string) => objectTarget({ cluster: 'c1', namespace, kind: 'Pod', name });

describe('the runbook cluster-dns', () => {
  const dns = { alert: 'CoreDNSErrorsHigh', target: inShop('Deployment') };

  it('replaces the pods that are to blame, in the namespace of the DNS, and nobody whose name could be no pod', async () => {
    const { result, world } = await bed.play(scenarios['dns-pods-replaced']);

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.orders.map(({ action, target }) => [action, target])).toEqual([
      ['restart-dns-pod', podOf('kube-system', 'coredns-a')],
      ['restart-dns-pod', podOf('kube-system', 'coredns-c')],
    ]);
  });

  it.each<[string, Sight, string, IncidentStatus]>([
    ['names are found', { 'cluster-dns': { health: 'healthy' } }, 'already-healthy', 'resolved'],
    [
      'the upstream fails',
      { 'cluster-dns': { health: 'unhealthy', facts: dnsFacts({ cause: 'upstream' }) } },
      'diagnosis-only',
      'escalated',
    ],
    [
      'its pods crash',
      { 'cluster-dns': { health: 'unhealthy', facts: dnsFacts({ crashLooping: 'coredns-a' }) } },
      'crash-loop',
      'escalated',
    ],
    ['nobody could be asked', { 'cluster-dns': { health: 'unknown' } }, 'no-plan', 'escalated'],
    [
      'nobody could be asked, and pods are missing',
      { 'cluster-dns': { health: 'unknown' }, 'dns-pods': { health: 'unhealthy' } },
      'diagnosis-only',
      'escalated',
    ],
  ])('does nothing where %s', async (_why, before, reason, end) => {
    const { result, world } = await bed.play(aNetworkTrouble({ ...dns, before, end }));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(world.actions).toEqual([]);
  });
});

describe('the runbook backend-sick', () => {
  const backend = { alert: 'HaproxyHighHttp5xxErrorRateBackend', target: inShop('Service') };
  const sick = { health: 'unhealthy' } as const;
  const well = { health: 'healthy' } as const;

  it('keeps the sick member out while it is sick, then replaces it, and leaves nothing out of service', async () => {
    const { result, world } = await bed.play(scenarios['member-taken-out']);

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doneIn(world)).toEqual([
      'do remove-endpoint web-a',
      'do restart-workload-pod web-a',
      'undo restore-endpoint web-a',
    ]);
    expect(world.orders[0]?.settings).toMatchObject({ label: 'tier', value: 'front' });
  });

  it('leaves the sick member of a slice out of service for people where it stays sick', async () => {
    const bySlice = { slice: 'web-1', address: '10.0.0.7' };

    const { result, world } = await bed.play(
      aNetworkTrouble({
        ...backend,
        before: { 'backend-traffic': sick, 'backend-members': { ...sick, facts: bySlice } },
        after: { 1: { 'backend-traffic': well, 'backend-members': sick } },
        rungs: 1,
        end: 'escalated',
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
    expect(doneIn(world)).toEqual(['do remove-endpoint web-1']);
    expect(world.orders[0]?.settings).toMatchObject({ address: '10.0.0.7' });
  });

  it('replaces at once who cannot be taken out alone', async () => {
    const owned = { pod: 'web-a', obstacle: 'its controller knows it by the same labels' };

    const { world } = await bed.play(
      aNetworkTrouble({
        ...backend,
        before: { 'backend-traffic': sick, 'backend-members': { ...sick, facts: owned } },
        after: { 1: { 'backend-traffic': well, 'backend-members': well } },
        rungs: 1,
        end: 'resolved',
      }),
    );

    expect(doneIn(world)).toEqual(['do restart-workload-pod web-a']);
  });

  it.each<[string, Sight, string, IncidentStatus]>([
    ['all is well', { 'backend-traffic': well, 'backend-members': well }, 'already-healthy', 'resolved'],
    ['all members are sick', { 'backend-traffic': sick, 'backend-members': sick }, 'diagnosis-only', 'escalated'],
    ['nobody described the backend', {}, 'no-plan', 'escalated'],
  ])('does nothing where %s', async (_why, before, reason, end) => {
    const { result, world } = await bed.play(aNetworkTrouble({ ...backend, before, end }));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(world.actions).toEqual([]);
  });
});

describe('the runbook sidecar-disconnected', () => {
  const before = {
    'sidecar-connected': { health: 'unhealthy', facts: { container: 'proxy', restart: 'web-a web-b web-c' } },
  } as const;
  const sidecar = { alert: 'D8IstioPodsWithoutIstioSidecar', target: inShop('Deployment'), before };

  it('replaces pod after pod', async () => {
    const { result, world } = await bed.play(scenarios['sidecars-connected']);

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doneIn(world)).toEqual(['a', 'b', 'c'].map((which) => `do restart-workload-pod web-${which}`));
    expect(world.orders.map(({ settings }) => settings)).toEqual(world.orders.map(() => ({ container: 'proxy' })));
  });

  it('stops where the first new pod is not connected', async () => {
    const { result, world } = await bed.play(
      aNetworkTrouble({
        ...sidecar,
        rungs: 1,
        end: 'escalated',
        stage: (failing) => {
          failing.instead.performAction = async (order) => {
            failing.orders.push(order);
            return { result: 'failed', summary: 'web-d has no container proxy that is ready' };
          };
        },
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'action-failed' });
    expect(doneIn(world)).toEqual(['do restart-workload-pod web-a']);
  });
});

describe('the runbook cluster-target-down', () => {
  it.each(['unhealthy', 'unknown'] as const)('tells people and does nothing where its pods are %s', async (health) => {
    const { result, world } = await bed.play(
      aNetworkTrouble({
        alert: 'TargetDown',
        target: inShop('Service'),
        before: { 'monitor-target': { health, summary: 'what is known of its pods' } },
        end: 'escalated',
      }),
    );

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason: 'diagnosis-only',
      detail: 'what is known of its pods',
    });
    expect(world.actions).toEqual([]);
  });

  it.each([
    ['kubernetes/c1/shop/Service/web', 'cluster-target-down'],
    ['host/web-1/service/shop', 'service-down'],
    [null, 'service-down'],
  ])('answers for what is in a cluster: %s goes to %s', (target, runbook) => {
    expect(runbookFor([{ labels: { alertname: 'TargetDown' } }], target)).toBe(runbook);
  });
});
