import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { concludeOn } from '../../../model/kubernetes/workloads/conclusion.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Target } from '../../../model/target.ts';
import { workloadQuestions } from '../../../workflows/runbook/workload-steps.ts';
import { dutiesIn } from '../../support/kubernetes/duties.ts';
import { aDisruptionBudget, aQuota, aService } from '../../support/kubernetes/objects/objects.ts';
import { troubled } from '../../support/kubernetes/objects/pods.ts';
import { nameOf, podsOf, strikePod } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDaemonSet, aDeployment, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane();
const soon = { timeout: 30_000, interval: 100 };
const asStrategicMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
let evidenceFolder = '';

beforeAll(async () => {
  evidenceFolder = await mkdtemp(join(tmpdir(), 'nightshift-evidence-'));
});
afterAll(() => rm(evidenceFolder, { recursive: true, force: true }));

/** Everything that is asked about a target. */
async function askAll(target: Target): Promise<readonly CheckResult[]> {
  const { look } = await dutiesIn(cluster, { evidenceFolder });
  return Promise.all(workloadQuestions.map(async (check) => ({ check, target, ...(await look(check, target)) })));
}

async function untilSick(app: string, reason: string): Promise<void> {
  await vi.waitFor(async () => {
    const states = (await podsOf(cluster, app)).flatMap(({ status }) => status?.containerStatuses ?? []);
    if (!states.some(({ state }) => state?.waiting?.reason === reason)) throw new Error(`nothing waits for ${reason}`);
  }, soon);
}

async function untilReady(app: string, count: number): Promise<readonly string[]> {
  return vi.waitFor(async () => {
    const ready = (await podsOf(cluster, app)).filter(({ status }) =>
      status?.containerStatuses?.every((one) => one.ready),
    );
    if (ready.length !== count) throw new Error(`${ready.length} of ${count} are ready`);
    return ready.map(nameOf);
  }, soon);
}

describe('the diagnosis of a workload', () => {
  it('says that a crash came with a rollout, what that changed, and how the container ended', async () => {
    const { target } = await dutiesIn(cluster);
    await cluster.create(
      aDeployment({ image: 'web:1.8', container: { env: [{ name: 'PASSWORD', value: 'hunter2-before' }] } }),
      aDisruptionBudget(),
    );
    await untilReady('web', 2);
    await cluster.apps.patchNamespacedDeployment(
      {
        name: 'web',
        namespace: cluster.namespace,
        body: {
          metadata: { annotations: { 'kubernetes.io/change-cause': 'faster checkout' } },
          spec: {
            template: {
              metadata: { annotations: troubled('crash-loop', { 'exit-code': '3' }) },
              spec: {
                containers: [{ name: 'app', image: 'web:1.9', env: [{ name: 'PASSWORD', value: 'hunter2-after' }] }],
              },
            },
          },
        },
      },
      asStrategicMerge,
    );
    await untilSick('web', 'CrashLoopBackOff');
    await vi.waitFor(async () => {
      const { items } = await cluster.core.listNamespacedEvent({ namespace: cluster.namespace });
      if (!items.some(({ reason }) => reason === 'BackOff')) throw new Error('no event yet');
    }, soon);

    const begun = Date.now();
    const checks = await askAll(target('Deployment', 'web'));
    const tookMs = Date.now() - begun;
    const { conclusion, details, suspicion, trouble } = concludeOn(checks);

    expect({ trouble, backTo: suspicion?.backTo }).toEqual({ trouble: 'crash-loop', backTo: 1 });
    expect(conclusion).toMatch(
      /^1 of 3 pods sick: pod web-\S+: container app crashes again and again, exit code 3, restarted \d+ times; it began \d[\d.]* s after the rollout of revision 2 \(image of app web:1\.8 → web:1\.9; app has other values of PASSWORD; /,
    );
    expect(details.length).toBeLessThanOrEqual(40);
    expect(details.join('\n')).toContain('because: faster checkout');
    expect(details.join('\n')).toContain('budget web: 2 healthy, 1 needed, 1 may go');
    expect(JSON.stringify(checks)).not.toContain('hunter2');
    const kept =
      details
        .find((line) => line.startsWith('the whole description in '))
        ?.split(' ')
        .at(-1) ?? 'none';
    const evidence = await readFile(join(evidenceFolder, kept), 'utf8');
    expect(evidence).toContain('web:1.9');
    expect(evidence).not.toContain('hunter2');
    expect(tookMs).toBeLessThan(3_000);
  });

  it.each([
    {
      trouble: 'image-pull-back-off',
      reason: 'ImagePullBackOff',
      kind: 'image-name-missing',
      words: /registry does not know this image/,
    },
    {
      trouble: 'config-error',
      reason: 'CreateContainerConfigError',
      kind: 'config-missing',
      words: /the ConfigMap settings is missing/,
    },
    {
      trouble: 'oom-killed',
      reason: 'CrashLoopBackOff',
      kind: 'oom-killed',
      words: /OOMKilled: it used more memory than it may/,
    },
  ] as const)('tells $trouble by what the cluster says', async ({ trouble, reason, kind, words }) => {
    const { target } = await dutiesIn(cluster);
    await cluster.create(aDeployment({ trouble }));
    await untilSick('web', reason);

    const { conclusion, trouble: found, suspicion } = concludeOn(await askAll(target('Deployment', 'web')));

    expect(found).toBe(kind);
    expect(conclusion).toMatch(words);
    expect(suspicion).toBeNull();
  });

  it('says why pods have no node', async () => {
    const { target } = await dutiesIn(cluster);
    const container = { resources: { requests: { cpu: '400' } } };
    await cluster.create(aDeployment({ container }));
    await vi.waitFor(async () => {
      const [pod] = await podsOf(cluster, 'web');
      if (!pod?.status?.conditions?.some(({ reason }) => reason === 'Unschedulable'))
        throw new Error('not refused yet');
    }, soon);

    const { conclusion, trouble } = concludeOn(await askAll(target('Deployment', 'web')));

    expect(trouble).toBe('not-scheduled');
    expect(conclusion).toContain('no node has the resources that it asks for');
  });

  it('says that a quota lets no pods be made', async () => {
    const { look, target } = await dutiesIn(cluster);
    await cluster.create(aQuota({ pods: '0' }), aDeployment());

    const answer = await vi.waitFor(async () => {
      const { facts, ...said } = await look('scheduling', target('Deployment', 'web'));
      if (facts?.['obstacle'] !== 'quota') throw new Error('no pod was refused yet');
      return said;
    }, soon);

    expect(answer.health).toBe('unhealthy');
    expect(answer.summary).toContain('exceeded quota');
    expect(answer.details).toContain('quota quota: pods 0 of 0 used');
  });

  it('says of the one pod whose probe fails that it alone is sick', async () => {
    const { target } = await dutiesIn(cluster);
    await cluster.create(aDeployment({ replicas: 3 }));
    const [sick = ''] = await untilReady('web', 3);
    await strikePod(cluster, sick, 'unready');
    await untilReady('web', 2);

    const checks = await askAll(target('Deployment', 'web'));

    const { facts } = checks.find(({ check }) => check === 'pod-state') ?? {};
    expect(facts).toMatchObject({ sick: '1', pods: '3', trouble: 'not-ready', pod: sick, owner: 'ReplicaSet' });
    expect(concludeOn(checks).conclusion).toContain('a probe fails: Readiness probe failed');
  });

  it('is that all is well where all is well, by the object alone', async () => {
    const { look, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment());
    await untilReady('web', 2);

    const health = await vi.waitFor(async () => {
      const answer = await look('workload-health', target('Deployment', 'web'));
      if (answer.health !== 'healthy') throw new Error(answer.summary);
      return answer;
    }, soon);

    expect(health.summary).toBe('Deployment web has all of its 2 pods, ready and of its newest template');
  });

  it.each([
    {
      kind: 'StatefulSet',
      make: () => aStatefulSet({ name: 'web', replicas: 3 }),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
      words: /^StatefulSet web has all of its 3 pods ready, and 2 of older templates/,
    },
    {
      kind: 'DaemonSet',
      make: () => aDaemonSet({ name: 'web' }),
      updateStrategy: { type: 'OnDelete' },
      words: /^DaemonSet web has all of its (\d) pods ready, and \1 of older templates/,
    },
  ] as const)('is that a $kind is well where its update strategy keeps older pods', async (what) => {
    const { kind, make, updateStrategy, words } = what;
    const { look, target } = await dutiesIn(cluster);
    const untilSaid = (said: RegExp) =>
      vi.waitFor(async () => {
        const { health, summary } = await look('workload-health', target(kind, 'web'));
        if (!said.test(summary)) throw new Error(summary);
        return health;
      }, soon);
    await cluster.create(make());
    await untilSaid(/of its newest template$/);

    const template = { spec: { containers: [{ name: 'app', image: 'web:2' }] } };
    const body = { spec: { updateStrategy, template } };
    const object = { name: 'web', namespace: cluster.namespace, body };
    if (kind === 'DaemonSet') await cluster.apps.patchNamespacedDaemonSet(object, asStrategicMerge);
    else await cluster.apps.patchNamespacedStatefulSet(object, asStrategicMerge);

    expect(await untilSaid(words)).toBe('healthy');
  });

  it('names what else is sick in the same words as what is said of any object', async () => {
    const { look, target } = await dutiesIn(cluster, { evidenceFolder });
    await cluster.create(aDeployment(), aDeployment({ name: 'cart', trouble: 'config-error' }), aService());
    await untilSick('cart', 'CreateContainerConfigError');
    await untilReady('web', 2);

    const [beside, ofService] = await Promise.all([
      look('sick-neighbours', target('Deployment', 'web')),
      look('object-state', target('Service', 'web')),
    ]);

    const line = expect.stringMatching(
      /^also sick in the namespace: .*cart-.*the ConfigMap settings is missing/,
    ) as unknown;
    expect(beside.details).toContainEqual(line);
    expect(ofService.details).toContainEqual(line);
  });

  it('is unknown for what is not there', async () => {
    const { target } = await dutiesIn(cluster);

    const checks = await askAll(target('Deployment', 'missing'));

    expect(new Set(checks.map(({ health }) => health))).toEqual(new Set(['unknown']));
  });
});
