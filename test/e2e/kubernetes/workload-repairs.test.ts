import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { castVote } from '../../../clients/temporal/operators/votes.ts';
import { follow } from '../../../demo/follow.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { startOwnProcesses } from '../../support/own-processes.ts';
import { aWayThatCanBeCut } from '../../support/kubernetes/access/cut-off.ts';
import { aDisruptionBudget } from '../../support/kubernetes/objects/objects.ts';
import { troubled } from '../../support/kubernetes/objects/pods.ts';
import { nameOf, podsOf, strikePod } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane();
const cleanup = new AsyncDisposableStack();
const patience = { withinMs: 150_000 };
let client: Client;
let way: Awaited<ReturnType<typeof aWayThatCanBeCut>>;
let send: Awaited<ReturnType<typeof startOwnProcesses>>['alert'];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-workloads-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const { context } = cluster.plane;
  way = await aWayThatCanBeCut(cluster.plane, join(folder, 'kubeconfig'));
  cleanup.defer(() => way.close());
  const processes = await startOwnProcesses(folder, cleanup, {
    kubernetes: { clusters: [{ name: 'shop', kubeconfig: way.kubeconfigFile, context, timeout: '3s' }] },
    policy: {
      modes: [{ mode: 'auto' }],
      verification: { within: '60s', hold: '2s', checks: 2 },
      incident: { holdDown: '30s', clearWithin: '1m' },
      approval: { quorum: { destructive: 1 } },
    },
  });
  ({ client, alert: send } = processes);
});
afterAll(() => cleanup.disposeAsync());

/** An alert with these labels begins to fire, of a rule that does not wait before it does. */
function alert(labels: Readonly<Record<string, string>>): Promise<void> {
  return send({
    labels: { cluster: 'shop', namespace: cluster.namespace, severity: 'warning', ...labels },
    annotations: { nightshift_for: '0s' },
    startsAt: new Date().toISOString(),
  });
}

async function untilContainers(isSo: (waiting: string | undefined, ready: boolean) => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      const statuses = (await podsOf(cluster, 'web')).flatMap(({ status }) => status?.containerStatuses ?? []);
      if (!statuses.some(({ state, ready }) => isSo(state?.waiting?.reason, ready))) throw new Error('not yet');
    },
    { timeout: 30_000, interval: 100 },
  );
}

async function readyPods(): Promise<readonly string[]> {
  const pods = await podsOf(cluster, 'web');
  return pods.filter(({ status }) => status?.containerStatuses?.every(({ ready }) => ready)).map(nameOf);
}

it('a crash that came with a rollout is told, rolled back once people agree, and proven, though the API server is away meanwhile', async () => {
  const { namespace } = cluster;
  const place = { namespace, name: 'web' };
  const target = objectTarget({ cluster: 'shop', namespace, kind: 'Deployment', name: 'web' });
  await cluster.create(aDeployment({ image: 'web:1.8' }));
  await untilContainers((_, ready) => ready);
  const bad = {
    spec: {
      template: {
        metadata: { annotations: troubled('crash-loop') },
        spec: { containers: [{ name: 'app', image: 'web:1.9' }] },
      },
    },
  };
  const asStrategicMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
  await cluster.apps.patchNamespacedDeployment({ ...place, body: bad }, asStrategicMerge);
  await untilContainers((waiting) => waiting === 'CrashLoopBackOff');
  await alert({ alertname: 'KubePodCrashLooping', deployment: 'web' });
  const waiting = await follow({ client }, { target }, ({ approval }) => approval !== null, patience);

  way.cut();
  const { code = '' } = waiting?.approval ?? {};
  const vote = await castVote(client, target, 'approve', { code, by: 'ann', comment: '' });
  await sleep(20_000);
  way.restore();
  const ended = await follow({ client }, { target }, ({ outcome }) => outcome !== null, patience);

  const texts = ended?.timeline.entries.map(({ text }) => text) ?? [];
  expect(vote).toMatchObject({ outcome: 'counted' });
  expect(waiting?.details).toContainEqual(expect.stringMatching(/^revision 2 rolled out .*, app web:1\.9$/));
  expect(texts).toContainEqual(
    expect.stringMatching(
      /exit code 1.*it began .* after the rollout of revision 2 \(image of app web:1\.8 → web:1\.9/,
    ),
  );
  expect(texts).toContain('Deployment web goes back from revision 2 to what was revision 1');
  expect(ended?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  const { spec, status } = await cluster.apps.readNamespacedDeployment(place);
  expect(spec?.template.spec?.containers[0]?.image).toBe('web:1.8');
  expect(status?.availableReplicas).toBe(2);
}, 240_000);

it('one pod that is not ready is found to be of its Deployment, replaced without asking, and that is proven', async () => {
  const { namespace } = cluster;
  const target = objectTarget({ cluster: 'shop', namespace, kind: 'Deployment', name: 'web' });
  await cluster.create(aDeployment({ replicas: 3 }), aDisruptionBudget());
  await expect.poll(readyPods, { timeout: 60_000, interval: 100 }).toHaveLength(3);
  const [sick = '', ...well] = await readyPods();
  await strikePod(cluster, sick, 'unready');
  await expect.poll(readyPods, { timeout: 60_000, interval: 100 }).toEqual(well);

  await alert({ alertname: 'KubePodNotReady', pod: sick });
  const ended = await follow({ client }, { target }, ({ outcome }) => outcome !== null, patience);

  const texts = ended?.timeline.entries.map(({ text }) => text) ?? [];
  expect(ended).toMatchObject({ runbook: 'pod-not-ready', attempts: 1, approval: null });
  expect(texts.join('\n')).toContain(`evicted pod ${sick}; its controller makes another one`);
  expect(ended?.outcome).toMatchObject({ kind: 'resolved-by-us' });
  const ready = await readyPods();
  expect(ready).toHaveLength(3);
  expect(ready).toEqual(expect.arrayContaining(well));
  expect(ready).not.toContain(sick);
}, 240_000);
