import { describe, expect, it } from 'vitest';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { CheckName } from '../../../model/names.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Target } from '../../../model/target.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';
import { runbookFor } from '../../../workflows/runbooks/index.ts';

const bed = useTestBed();

type Seen = Partial<Record<CheckName, Pick<CheckResult, 'health'> & Partial<CheckResult>>>;

interface Trouble {
  readonly alert: string;
  readonly target: (name: string) => Target;
  readonly before: Seen;
  /** What is seen after so many actions; as before where nothing is said. */
  readonly after?: Readonly<Record<number, Seen>>;
  readonly rungs?: number;
  readonly end: IncidentStatus;
  readonly stage?: (world: MockWorld) => void;
}

const doings = ({ orders }: MockWorld) => orders.filter(({ kind }) => kind === 'do').length;

/** Plays an alert of something in a cluster, as checks see it before and after what is done. */
function played({ alert, target: sick, before, after = {}, rungs = 0, end, stage }: Trouble): Scenario {
  return {
    target: sick,
    world: () => {
      const world = new MockWorld();
      world.traitsOf = ({ action, target }) =>
        action === 'remove-endpoint'
          ? { risk: 'disruptive', undo: { action: 'restore-endpoint', target }, contains: true }
          : { risk: 'disruptive', undo: null };
      world.sees = async ({ check, target }) => {
        const found = (after[doings(world)] ?? before)[check] ?? { health: 'unknown' };
        return { check, target, summary: `${check}: ${found.health}`, ...found };
      };
      stage?.(world);
      return world;
    },
    script: async ({ incident, target, world, pass }) => {
      await incident.deliver(anEpisode({ target, name: alert }).firing);
      let seen = 0;
      for (let rung = 0; rung < rungs; rung++) {
        await incident.until(({ status }) => status === 'verifying' && doings(world) > seen);
        seen = doings(world);
        await pass(untilVerified);
      }
      return reaches(incident, end);
    },
  };
}

const inShop = (kind: string) => (name: string) => objectTarget({ cluster: 'c1', namespace: 'shop', kind, name });
const podOf = (namespace: string, name: string) => objectTarget({ cluster: 'c1', namespace, kind: 'Pod', name });

function done({ orders }: MockWorld): readonly string[] {
  return orders.map(({ kind, action, target }) => `${kind} ${action} ${target.slice(target.lastIndexOf('/') + 1)}`);
}

const facts = (more: Readonly<Record<string, string>>) => ({
  namespace: 'kube-system',
  restart: '',
  crashLooping: '',
  ...more,
});

describe('the runbook cluster-dns', () => {
  const dns = { alert: 'CoreDNSErrorsHigh', target: inShop('Deployment') };

  it('replaces the pods that are to blame, in the namespace of the DNS, and nobody whose name could be no pod', async () => {
    const sick = facts({ cause: 'servers', restart: 'coredns-a ../b coredns-c' });

    const { result, world } = await bed.play(
      played({
        ...dns,
        before: { 'cluster-dns': { health: 'unhealthy', facts: sick } },
        after: { 2: { 'cluster-dns': { health: 'healthy' } } },
        rungs: 1,
        end: 'resolved',
      }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.orders.map(({ action, target }) => [action, target])).toEqual([
      ['restart-dns-pod', podOf('kube-system', 'coredns-a')],
      ['restart-dns-pod', podOf('kube-system', 'coredns-c')],
    ]);
  });

  it.each<[string, Seen, string, IncidentStatus]>([
    ['names are found', { 'cluster-dns': { health: 'healthy' } }, 'already-healthy', 'resolved'],
    [
      'the upstream fails',
      { 'cluster-dns': { health: 'unhealthy', facts: facts({ cause: 'upstream' }) } },
      'diagnosis-only',
      'escalated',
    ],
    [
      'its pods crash',
      { 'cluster-dns': { health: 'unhealthy', facts: facts({ crashLooping: 'coredns-a' }) } },
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
    const { result, world } = await bed.play(played({ ...dns, before, end }));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(world.actions).toEqual([]);
  });
});

describe('the runbook backend-sick', () => {
  const backend = { alert: 'HaproxyHighHttp5xxErrorRateBackend', target: inShop('Service') };
  const sick = { health: 'unhealthy' } as const;
  const well = { health: 'healthy' } as const;
  const bySelector = { pod: 'web-a', label: 'tier', value: 'front' };

  it('keeps the sick member out while it is sick, then replaces it, and leaves nothing out of service', async () => {
    const { result, world } = await bed.play(
      played({
        ...backend,
        before: { 'backend-traffic': sick, 'backend-members': { ...sick, facts: bySelector } },
        after: {
          1: { 'backend-traffic': well, 'backend-members': sick },
          2: { 'backend-traffic': well, 'backend-members': well },
        },
        rungs: 2,
        end: 'resolved',
      }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(done(world)).toEqual([
      'do remove-endpoint web-a',
      'do restart-workload-pod web-a',
      'undo restore-endpoint web-a',
    ]);
    expect(world.orders[0]?.settings).toMatchObject({ label: 'tier', value: 'front' });
  });

  it('leaves the sick member of a slice out of service for people where it stays sick', async () => {
    const bySlice = { slice: 'web-1', address: '10.0.0.7' };

    const { result, world } = await bed.play(
      played({
        ...backend,
        before: { 'backend-traffic': sick, 'backend-members': { ...sick, facts: bySlice } },
        after: { 1: { 'backend-traffic': well, 'backend-members': sick } },
        rungs: 1,
        end: 'escalated',
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
    expect(done(world)).toEqual(['do remove-endpoint web-1']);
    expect(world.orders[0]?.settings).toMatchObject({ address: '10.0.0.7' });
  });

  it('replaces at once who cannot be taken out alone', async () => {
    const owned = { pod: 'web-a', obstacle: 'its controller knows it by the same labels' };

    const { world } = await bed.play(
      played({
        ...backend,
        before: { 'backend-traffic': sick, 'backend-members': { ...sick, facts: owned } },
        after: { 1: { 'backend-traffic': well, 'backend-members': well } },
        rungs: 1,
        end: 'resolved',
      }),
    );

    expect(done(world)).toEqual(['do restart-workload-pod web-a']);
  });

  it.each<[string, Seen, string, IncidentStatus]>([
    ['all is well', { 'backend-traffic': well, 'backend-members': well }, 'already-healthy', 'resolved'],
    ['all members are sick', { 'backend-traffic': sick, 'backend-members': sick }, 'diagnosis-only', 'escalated'],
    ['nobody described the backend', {}, 'no-plan', 'escalated'],
  ])('does nothing where %s', async (_why, before, reason, end) => {
    const { result, world } = await bed.play(played({ ...backend, before, end }));

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
    const after = { 3: { 'sidecar-connected': { health: 'healthy' } } } as const;

    const { result, world } = await bed.play(played({ ...sidecar, after, rungs: 1, end: 'resolved' }));

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(done(world)).toEqual(['a', 'b', 'c'].map((which) => `do restart-workload-pod web-${which}`));
    expect(world.orders.map(({ settings }) => settings)).toEqual(world.orders.map(() => ({ container: 'proxy' })));
  });

  it('stops where the first new pod is not connected', async () => {
    const { result, world } = await bed.play(
      played({
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
    expect(done(world)).toEqual(['do restart-workload-pod web-a']);
  });
});

describe('the runbook cluster-target-down', () => {
  it.each(['unhealthy', 'unknown'] as const)('tells people and does nothing where its pods are %s', async (health) => {
    const { result, world } = await bed.play(
      played({
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
