import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import type { ControlPlane } from '../../../stack/control-plane.ts';
import { startControlPlane } from '../../../stack/control-plane.ts';
import { foundAuthority } from '../../support/certificates/authority.ts';
import { aCluster } from '../../support/kubernetes/builders.ts';
import { progress } from '../../support/scene.ts';

let folder: string;
let plane: ControlPlane;
let cluster: Cluster;
const requests: string[] = [];
const opened: Cluster[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-cluster-'));
  plane = await startControlPlane({ folder, progress, accounts: [{ name: 'reader' }] });
  cluster = open({ requests: { perSecond: 1_000, burst: 1_000 } });
  for (const name of ['many', 'things', 'guarded']) await cluster.create('Namespace', { metadata: { name } });
});

afterAll(async () => {
  for (const one of opened) one.close();
  await plane.stop();
  await rm(folder, { recursive: true, force: true });
});

function open(overrides: Partial<ClusterDefinition> = {}, file: string = plane.kubeconfigFile): Cluster {
  const definition = aCluster({ access: { kind: 'kubeconfig', file, context: plane.context }, ...overrides });
  const one = openCluster(definition, {
    asked: (name, verb, outcome) => requests.push(`${name} ${verb} ${outcome}`),
    waited: () => undefined,
  });
  opened.push(one);
  return one;
}

/** What a request failed of. */
async function errorOf(request: Promise<unknown>): Promise<KubernetesError> {
  const error: unknown = await request.then(
    (value) => `no error, but ${JSON.stringify(value)}`,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KubernetesError)) throw new Error(`no KubernetesError: ${String(error)}`);
  return error;
}

const aNode = (name: string) => ({
  metadata: { name },
  status: { allocatable: { cpu: '8', memory: '8Gi', pods: '100' }, capacity: { cpu: '8', memory: '8Gi', pods: '100' } },
});

const aConfigMap = (name: string) => ({ metadata: { name, namespace: 'things' }, data: { colour: 'blue' } });

async function newConfigMap(name: string) {
  const { metadata } = await cluster.create('ConfigMap', aConfigMap(name));
  return { one: { namespace: 'things', name }, uid: metadata?.uid ?? '', version: metadata?.resourceVersion ?? '' };
}

async function newPod(name: string) {
  const { metadata } = await cluster.create('Pod', {
    metadata: { name, namespace: 'guarded', labels: { app: name } },
    spec: { containers: [{ name: 'web', image: 'web:1' }], terminationGracePeriodSeconds: 0 },
  });
  return { pod: { namespace: 'guarded', name }, uid: metadata?.uid ?? '' };
}

describe('a list', () => {
  beforeAll(async () => {
    const names = Array.from({ length: 1_200 }, (_, index) => `thing-${index}`);
    for (let begin = 0; begin < names.length; begin += 50) {
      const some = names.slice(begin, begin + 50);
      await Promise.all(
        some.map((name) =>
          cluster.create('ConfigMap', { metadata: { name, namespace: 'many', labels: { of: 'many' } } }),
        ),
      );
    }
  });

  it('is read page by page, whole', async () => {
    requests.length = 0;

    const { items, isWhole } = await cluster.list('ConfigMap', { namespace: 'many', labels: 'of=many', most: 2_000 });

    expect({ isWhole, different: new Set(items.map(({ metadata }) => metadata?.name)).size }).toEqual({
      isWhole: true,
      different: 1_200,
    });
    expect(requests).toEqual(Array.from({ length: 5 }, () => 'shop list answered'));
  });

  it('ends where no more are wanted, and says so', async () => {
    const { items, isWhole } = await cluster.list('ConfigMap', { namespace: 'many', labels: 'of=many', most: 300 });

    expect({ isWhole, found: items.length }).toEqual({ isWhole: false, found: 300 });
  });
});

describe('an object', () => {
  it('has its times as dates, and is null where there is none', async () => {
    const { one } = await newConfigMap('dated');

    const found = await cluster.get('ConfigMap', one);
    const missing = await cluster.get('ConfigMap', { namespace: 'things', name: 'missing' });

    expect(found?.metadata?.creationTimestamp).toBeInstanceOf(Date);
    expect(missing).toBeNull();
  });

  it('is changed by a patch, and by a dry run not', async () => {
    const { one, uid } = await newConfigMap('painted');

    const played = await cluster.patch(
      'ConfigMap',
      one,
      { metadata: { uid }, data: { colour: 'red' } },
      { dryRun: true },
    );
    const between = await cluster.get('ConfigMap', one);
    await cluster.patch('ConfigMap', one, { metadata: { uid }, data: { colour: 'red' } });

    const after = await cluster.get('ConfigMap', one);
    expect([played, between, after].map((object) => object?.data?.['colour'])).toEqual(['red', 'blue', 'red']);
    expect(after?.metadata?.managedFields?.map(({ manager }) => manager)).toEqual(['nightshift']);
  });

  it('of the same name but another uid is not touched', async () => {
    const { one, uid } = await newConfigMap('twice');
    await cluster.delete('ConfigMap', one, { uid });
    await newConfigMap('twice');

    const patching = await errorOf(cluster.patch('ConfigMap', one, { metadata: { uid }, data: { colour: 'red' } }));
    const deleting = await errorOf(cluster.delete('ConfigMap', one, { uid }));

    expect([patching.problem, deleting.problem]).toEqual(['conflict', 'conflict']);
    expect((await cluster.get('ConfigMap', one))?.data).toEqual({ colour: 'blue' });
  });

  it('that has changed meanwhile is not touched', async () => {
    const { one, uid, version } = await newConfigMap('moving');
    await cluster.patch('ConfigMap', one, { metadata: { uid }, data: { colour: 'green' } });

    const metadata = { uid, resourceVersion: version };
    const patching = await errorOf(cluster.patch('ConfigMap', one, { metadata, data: { colour: 'red' } }));
    const deleting = await errorOf(cluster.delete('ConfigMap', one, metadata));

    expect([patching.problem, deleting.problem]).toEqual(['conflict', 'conflict']);
    expect((await cluster.get('ConfigMap', one))?.data).toEqual({ colour: 'green' });
  });

  it('that is gone already has been deleted', async () => {
    await expect(
      cluster.delete('ConfigMap', { namespace: 'things', name: 'gone' }, { uid: 'any' }),
    ).resolves.toBeUndefined();
  });

  it.each(['../../kube-system/secrets/x', 'a/b', 'Upper', 'ä', '', 'x'.repeat(300), '.', '..', '%2e%2e', 'a?b=c'])(
    'of the name "%s" is never asked for',
    async (name) => {
      requests.length = 0;

      const byName = await errorOf(cluster.get('ConfigMap', { namespace: 'things', name }));
      const byNamespace = await errorOf(cluster.list('Pod', { namespace: name }));
      const byPod = await errorOf(cluster.evict({ namespace: 'things', name }, { uid: 'any' }));
      const byContainer = await errorOf(
        cluster.readLog({ namespace: 'things', name: 'web' }, { container: name, previous: false, maxBytes: 100 }),
      );

      const problems = [byName, byNamespace, byPod, byContainer].map(({ problem }) => problem);
      expect(problems).toEqual(Array.from({ length: 4 }, () => 'refused'));
      expect(requests).toEqual([]);
    },
  );
});

describe('a pod', () => {
  const within = { timeout: 20_000 };

  beforeAll(async () => {
    await cluster.create('Node', aNode('node-1'));
  });

  it('that a disruption budget keeps is not evicted', async () => {
    const { pod, uid } = await newPod('kept');
    await expect.poll(async () => (await cluster.get('Pod', pod))?.status?.phase, within).toBe('Running');
    await cluster.create('PodDisruptionBudget', {
      metadata: { name: 'kept', namespace: 'guarded' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'kept' } } },
    });

    const error = await errorOf(cluster.evict(pod, { uid }));

    expect({ problem: error.problem, mayHaveHappened: error.mayHaveHappened }).toEqual({
      problem: 'budget',
      mayHaveHappened: false,
    });
    expect(error.message).toMatch(/^cluster shop, create pods\/eviction guarded\/kept: a disruption budget refuses/);
    expect(await cluster.get('Pod', pod)).not.toBeNull();
  });

  it('that is another one of the same name is not evicted', async () => {
    const { pod } = await newPod('another');

    const error = await errorOf(cluster.evict(pod, { uid: 'ffffffff-0000-0000-0000-000000000000' }));

    expect(error.problem).toBe('conflict');
  });

  it('that does not run has no log', async () => {
    const { pod } = await newPod('silent');
    const question = { container: 'web', previous: true, maxBytes: 1_000 };

    const log = await cluster.readLog({ ...pod, name: 'nobody' }, question);

    expect(log).toBeNull();
  });
});

describe('an account', () => {
  it('without a right is told which one it lacks, and leaves everything as it is', async () => {
    const { one, uid } = await newConfigMap('closed');
    const reader = open({}, await plane.kubeconfigOf('reader'));

    const error = await errorOf(reader.delete('ConfigMap', one, { uid }));

    expect(error).toMatchObject({
      problem: 'forbidden',
      mayHaveHappened: false,
      message:
        'cluster shop, delete configmaps things/closed: the account may not delete configmaps: its role lacks that right',
    });
    expect(await cluster.get('ConfigMap', one)).not.toBeNull();
  });

  it('may ask what it may do', async () => {
    const question = { group: '', resource: 'pods', subresource: 'eviction', verb: 'create', namespace: 'things' };
    const reader = open({}, await plane.kubeconfigOf('reader'));

    const answers = await Promise.all([cluster.mayI(question), reader.mayI(question)]);

    expect(answers).toEqual([true, false]);
  });

  it('that is unknown is told so without its token, and its new token is found', async () => {
    const file = join(folder, 'renewed');
    const good = await readFile(await plane.kubeconfigOf('administrator'), 'utf8');
    await writeFile(file, good.replace(/token: .*/, 'token: wrong-and-secret'));
    const renewed = open({}, file);

    const error = await errorOf(renewed.list('Namespace', { namespace: null }));
    await writeFile(file, good);
    const { items } = await renewed.list('Namespace', { namespace: null });

    expect(error.problem).toBe('forbidden');
    expect(error.message).not.toContain('wrong-and-secret');
    expect(items.length).toBeGreaterThan(3);
  });
});

describe('an API server', () => {
  const nothing = { namespace: 'things', name: 'nothing' };

  it('of another authority is told nothing', async () => {
    const file = join(folder, 'stranger');
    const good = await readFile(plane.kubeconfigFile, 'utf8');
    const { rootFile } = await foundAuthority(join(folder, 'authority'));
    const authority = (await readFile(rootFile)).toString('base64');
    await writeFile(file, good.replace(/certificate-authority-data: .*/, `certificate-authority-data: ${authority}`));

    const error = await errorOf(open({}, file).create('ConfigMap', aConfigMap('stranger')));

    expect({ problem: error.problem, mayHaveHappened: error.mayHaveHappened }).toEqual({
      problem: 'unavailable',
      mayHaveHappened: false,
    });
    expect(error.message).toContain('its certificate is not from the authority of the kubeconfig');
  });

  it('that does not answer in time may have done what it was asked for', async () => {
    const hasty = open({ timeoutMs: 500 });
    // Both have a connection then.
    await Promise.all([hasty.get('ConfigMap', nothing), hasty.get('ConfigMap', nothing)]);
    plane.apiServer.pause();

    const [reading, writing] = await Promise.all([
      errorOf(hasty.get('ConfigMap', nothing)),
      errorOf(hasty.create('ConfigMap', aConfigMap('late'))),
    ]).finally(() => plane.apiServer.wake());

    expect([reading, writing].map(({ problem, mayHaveHappened }) => ({ problem, mayHaveHappened }))).toEqual([
      { problem: 'unavailable', mayHaveHappened: false },
      { problem: 'unavailable', mayHaveHappened: true },
    ]);
  });

  it('that is gone has done nothing, and is found when it is back', async () => {
    await plane.apiServer.kill();
    const fresh = open();

    const error = await errorOf(fresh.create('ConfigMap', aConfigMap('nobody')));
    await plane.apiServer.start();
    const { items } = await cluster.list('Namespace', { namespace: null });

    expect({ problem: error.problem, mayHaveHappened: error.mayHaveHappened }).toEqual({
      problem: 'unavailable',
      mayHaveHappened: false,
    });
    expect(error.message).toBe('cluster shop, create configmaps things/nobody: does not answer (ECONNREFUSED)');
    expect(items.length).toBeGreaterThan(3);
  });
});
