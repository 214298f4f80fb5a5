import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listIncidents, readIncident } from '../../../clients/temporal/incident-directory.ts';
import { follow } from '../../../demo/follow.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { runNightshift } from '../../support/command-line.ts';
import { useApiAudit } from '../../support/kubernetes/access/api-audit.ts';
import { aService } from '../../support/kubernetes/objects/objects.ts';
import { nameOf, strikePod } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';
import { startOwnProcesses } from '../../support/own-processes.ts';

const account = 'nightshift';
const audit = useApiAudit();
const cluster = useControlPlane({
  accounts: [{ name: account, groups: ['system:masters'] }],
  apiServerArguments: audit.apiServerArguments,
});
const cleanup = new AsyncDisposableStack();
const soon = { timeout: 90_000, interval: 200 };
let client: Client;
let temporalAddress: string;
let send: Awaited<ReturnType<typeof startOwnProcesses>>['alert'];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-outside-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const kubeconfig = await cluster.plane.kubeconfigOf(account);
  ({
    client,
    temporalAddress,
    alert: send,
  } = await startOwnProcesses(folder, cleanup, {
    kubernetes: { clusters: [{ name: 'shop', kubeconfig }] },
    policy: { modes: [{ mode: 'auto' }], verification: { within: '30s', hold: '1s', checks: 2 } },
  }));
});
afterAll(() => cleanup.disposeAsync());

/** Sends an alert of the cluster; the trigger has to accept it. */
function alert(labels: Readonly<Record<string, string>>): Promise<void> {
  const annotations = { nightshift_for: '0s' };
  return send({ labels: { cluster: 'shop', severity: 'warning', ...labels }, annotations });
}

/** Waits until the incident of the alert with this label has ended. */
async function endOf(label: string): Promise<IncidentRecord> {
  let ended: IncidentRecord | undefined;
  const find = async (): Promise<boolean> => {
    const incidents = await listIncidents(client, 200, false);
    const records = await Promise.all(incidents.map(({ incident }) => readIncident(client, incident)));
    ended = records.find((record) => record?.outcome && JSON.stringify(record.alerts).includes(label));
    return ended !== undefined;
  };
  await expect.poll(find, soon).toBe(true);
  if (!ended) throw new Error(`no incident with ${label} has ended`);
  return ended;
}

it('an alert that nobody knows is looked into and left to people, with what was found', async () => {
  const { namespace } = cluster;
  await cluster.create(aService({ name: 'checkout' }));
  const target = objectTarget({ cluster: 'shop', namespace, kind: 'Service', name: 'checkout' });

  await alert({ alertname: 'CheckoutBasketsLost', namespace, service: 'checkout' });
  const record = await follow({ client }, { target }, ({ outcome }) => outcome !== null, { withinMs: 90_000 });
  const shown = await runNightshift(['incidents', 'show', target], {
    env: { TEMPORAL_ADDRESS: temporalAddress },
  });

  expect(record).toMatchObject({
    runbook: 'kubernetes-alert',
    outcome: { kind: 'nothing-done', reason: 'diagnosis-only' },
  });
  expect(record?.details).not.toEqual([]);
  expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
  for (const detail of record?.details ?? []) expect(shown.stdout).toContain(detail);
});

const far = 'x'.repeat(300);
const pod = 'web-0';

describe('labels that mean harm', () => {
  it.each([
    ['the way up in a pod', { namespace: 'default', pod: '../../../kube-system/pods/dns' }, 'kube-system/pods'],
    ['the way up in a namespace', { namespace: '../../kube-system', pod }, '../kube-system'],
    ['the way up, encoded', { namespace: 'default', pod: '..%2f..%2fnodes%2fup' }, '%2fnodes'],
    ['300 characters', { namespace: 'default', pod: far }, 'xxxxxxxx'],
    ['a namespace of 300 characters', { namespace: far, pod }, 'xxxxxxxx'],
    ['uppercase', { namespace: 'default', pod: 'Web-Upper' }, 'Upper'],
    ['letters that are none of ours', { namespace: 'default', pod: 'wеb-кафе' }, '%D0'],
    ['a query', { namespace: 'default', pod: 'web-0?force=true' }, 'force'],
    ['no namespace', { namespace: '', pod: 'placeless' }, 'placeless'],
    ['a node with the way up', { node: '../../secrets', job: 'kubelet' }, 'secrets'],
  ])('%s: nobody knows what is meant, and nobody asks for it', async (what, labels, trace) => {
    await alert({ alertname: 'KubePodNotReady', ...labels, meant: what });
    const { outcome } = await endOf(what);

    expect(outcome).toMatchObject({ kind: 'nothing-done', reason: 'unknown-target' });
    expect((await audit.requestsOf(account)).filter((request) => request.includes(trace))).toEqual([]);
  });

  it.each(['kube-system', 'nightshift'])(
    'the namespace %s: it is looked at, and left as it is',
    async (protectedOne) => {
      const api = cluster.core;
      if (protectedOne === 'nightshift') await api.createNamespace({ body: { metadata: { name: protectedOne } } });
      await cluster.create({ ...(aDeployment() as object), metadata: { name: 'web', namespace: protectedOne } });
      const ready = async () => {
        const { items } = await api.listNamespacedPod({ namespace: protectedOne, labelSelector: 'app=web' });
        return items.filter(({ status }) => status?.containerStatuses?.every((one) => one.ready)).map(nameOf);
      };
      await expect.poll(async () => (await ready()).length, soon).toBe(2);
      const [sick = ''] = await ready();
      await strikePod({ ...cluster, core: api, namespace: protectedOne }, sick, 'unready');
      await expect.poll(async () => (await ready()).length, soon).toBe(1);

      await alert({ alertname: 'KubePodNotReady', namespace: protectedOne, pod: sick });
      const { outcome } = await endOf(sick);

      expect(outcome?.reason).toBe('protected');
      const requests = await audit.requestsOf(account);
      expect(requests.filter((request) => request.includes(`/${protectedOne}/`))).not.toEqual([]);
      expect(requests.filter((request) => /^(?:create|update|patch|delete)/.test(request))).toEqual([]);
    },
  );
});
