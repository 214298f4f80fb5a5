import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { acquire } from '../../../stack/acquire.ts';
import { alertmanager } from '../../../stack/components/alertmanager.ts';
import { silent } from '../../../stack/progress.ts';
import { aClosedPort } from '../../support/http/http-stub.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { textOf } from './deploy-files.ts';

type Labels = Readonly<Record<string, string>>;

interface RoutedAlert {
  readonly labels: Labels;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: { readonly state: string };
}

const [critical, warning, info] = ['critical', 'warning', 'info'].map((severity) => ({ severity, cluster: 'prod' }));
const fullClaim = { alertname: 'KubePersistentVolumeFillingUp', namespace: 'shop', persistentvolumeclaim: 'data-0' };
const fullDisk = {
  alertname: 'NodeFilesystemAlmostOutOfSpace',
  namespace: 'monitoring',
  instance: 'n-1',
  mountpoint: '/',
};

const cases: readonly (readonly [what: string, labels: Labels, receiver: string, state: 'active' | 'suppressed'])[] = [
  ['a pod', { ...warning, alertname: 'KubePodNotReady', namespace: 'shop', pod: 'web-0' }, 'nightshift', 'active'],
  ['a dead-man switch', { alertname: 'Watchdog', severity: 'none' }, 'heartbeat', 'active'],
  [
    'an inhibitor',
    { alertname: 'InfoInhibitor', severity: 'none', cluster: 'prod', namespace: 'calm' },
    'nobody',
    'active',
  ],
  ['a deaf receiver', { ...warning, alertname: 'AlertmanagerFailedToSendAlerts' }, 'people', 'active'],
  ['deaf receivers', { ...critical, alertname: 'AlertmanagerClusterFailedToSendAlerts' }, 'people', 'active'],
  ['Nightshift', { ...warning, alertname: 'NightshiftWorkerDown', nightshift: 'self' }, 'people', 'active'],
  ['a full claim', { ...critical, ...fullClaim }, 'nightshift', 'active'],
  ['the same claim, milder', { ...warning, ...fullClaim }, 'nightshift', 'suppressed'],
  ['another claim, milder', { ...warning, ...fullClaim, persistentvolumeclaim: 'data-1' }, 'nightshift', 'active'],
  ['a full disk', { ...critical, ...fullDisk }, 'nightshift', 'active'],
  ['the same disk, milder', { ...warning, ...fullDisk }, 'nightshift', 'suppressed'],
  ['the disk of another node, milder', { ...warning, ...fullDisk, instance: 'n-2' }, 'nightshift', 'active'],
  [
    'information from a calm namespace',
    { ...info, alertname: 'CPUThrottlingHigh', namespace: 'calm' },
    'nightshift',
    'suppressed',
  ],
  [
    'information from a busy one',
    { ...info, alertname: 'CPUThrottlingHigh', namespace: 'shop' },
    'nightshift',
    'active',
  ],
];

it('tells Nightshift of everything but the monitoring itself, and silences nothing but what is the same', async () => {
  const url = await anAlertmanager();

  await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(cases.map(([, labels]) => ({ labels }))),
  });

  await expect
    .poll(async () => (await routed(url)).toSorted(), { timeout: 15_000 })
    .toEqual(cases.map(([, labels, receiver, state]) => inWords(labels, receiver, state)).toSorted());
}, 600_000);

async function routed(url: string): Promise<readonly string[]> {
  const alerts = (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly RoutedAlert[];
  return alerts.map(({ labels, receivers, status }) =>
    inWords(labels, receivers.map(({ name }) => name).join(' and '), status.state),
  );
}

function inWords(labels: Labels, receiver: string, state: string): string {
  const of = Object.entries(labels).toSorted(([left], [right]) => left.localeCompare(right));
  return `${JSON.stringify(of)} → ${receiver}, ${state}`;
}

/** Starts a real Alertmanager on the configuration; only the addresses differ. */
async function anAlertmanager(): Promise<string> {
  // One that runs elsewhere would not have our configuration.
  const environment = { ...process.env, NIGHTSHIFT_ALERTMANAGER_URL: undefined };
  const installation = await acquire(alertmanager, silent, environment);
  const dataDir = await aScratchFolder();
  const token = join(dataDir, 'token');
  await writeFile(token, 'a-token');
  const text = textOf('deploy/alertmanager/kube-prometheus.yml')
    .replace('nightshift-trigger.nightshift.svc:9190', `127.0.0.1:${await aClosedPort()}`)
    .replace('/etc/alertmanager/secrets/nightshift-webhook/token', token);
  const running = await alertmanager.start(installation, { config: { text }, dataDir });
  onTestFinished(() => alertmanager.stop(running));
  return running.url;
}
