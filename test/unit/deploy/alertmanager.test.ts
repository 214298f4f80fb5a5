import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { acquire } from '../../../stack/acquire.ts';
import { alertmanager } from '../../../stack/components/alertmanager.ts';
import { silent } from '../../../stack/progress.ts';
import type { Installation } from '../../../stack/provider.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { composeFile, ownServers, textOf, yamlOf } from './deploy-files.ts';

interface Receiver {
  readonly name: string;
  readonly webhook_configs?: readonly {
    readonly url: string;
    readonly send_resolved: boolean;
    readonly max_alerts: number;
    readonly http_config: { readonly authorization: { readonly credentials_file: string } };
  }[];
}

const { receivers } = yamlOf('deploy/alertmanager/alertmanager.yml') as { readonly receivers: readonly Receiver[] };
const webhook = receivers.find(({ name }) => name === 'nightshift')?.webhook_configs?.[0];
const alerts = {
  first: { alertname: 'ServiceDown', instance: 'a' },
  second: { alertname: 'ServiceDown', instance: 'b' },
  self: { alertname: 'NightshiftWorkerDown', nightshift: 'self' },
  deadMansSwitch: { alertname: 'NightshiftDeadMansSwitch', nightshift: 'self' },
  watchdog: { alertname: 'Watchdog' },
  infoInhibitor: { alertname: 'InfoInhibitor' },
};

let installation: Installation;
beforeAll(async () => {
  // One that runs elsewhere would not have our configuration.
  installation = await acquire(alertmanager, silent, { ...process.env, NIGHTSHIFT_ALERTMANAGER_URL: undefined });
}, 600_000);

it('posts to the path that the trigger serves, with the token that Compose gives to both', async () => {
  const servers = await ownServers();

  const { hostname, port, pathname } = new URL(webhook?.url ?? '');

  expect(Number(port)).toBe(servers[hostname]?.port);
  expect(servers[hostname]?.app.hasRoute({ method: 'POST', url: pathname })).toBe(true);
  expect(composeFile.services['alertmanager']?.secrets?.map((name) => `/run/secrets/${name}`)).toEqual([
    webhook?.http_config.authorization.credentials_file,
  ]);
});

it('sends whole bodies, and resolutions too', () => {
  expect(webhook).toMatchObject({ send_resolved: true, max_alerts: 0 });
});

it('sends every alert on its own to Nightshift, except those about Nightshift or the monitoring', async () => {
  const received = await aReceiver();
  const url = await anAlertmanager(received.url);

  await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.values(alerts).map((labels) => ({ labels }))),
  });
  await vi.waitFor(() => expect(received.bodies).toHaveLength(2), { timeout: 15_000 });

  const routed = (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly RoutedAlert[];
  expect(received.bodies.map((body) => body.alerts.map(({ labels }) => labels))).toEqual(
    expect.arrayContaining([[alerts.first], [alerts.second]]),
  );
  expect(received.authorizations).toEqual(new Set(['Bearer a-token']));
  expect(routed.map(({ labels, receivers: to }) => [labels['alertname'], ...to.map(({ name }) => name)])).toEqual(
    expect.arrayContaining([
      ['NightshiftWorkerDown', 'people'],
      ['NightshiftDeadMansSwitch', 'heartbeat'],
      ['Watchdog', 'heartbeat'],
      ['InfoInhibitor', 'nobody'],
    ]),
  );
});

interface RoutedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
}

interface Body {
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** Starts a real Alertmanager on the configuration of the repository; only the addresses differ. */
async function anAlertmanager(webhookUrl: string): Promise<string> {
  const dataDir = await aScratchFolder();
  const token = join(dataDir, 'token');
  await writeFile(token, 'a-token');
  const text = textOf('deploy/alertmanager/alertmanager.yml')
    .replace(webhook?.url ?? '', webhookUrl)
    .replace('/run/secrets/webhook_token', token);
  const running = await alertmanager.start(installation, { config: { text }, dataDir });
  onTestFinished(() => alertmanager.stop(running));
  return running.url;
}

async function aReceiver() {
  const bodies: Body[] = [];
  const authorizations = new Set<string | undefined>();
  const server = createServer((request, response) => {
    authorizations.add(request.headers.authorization);
    void request.toArray().then((chunks) => {
      bodies.push(JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as Body);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, bodies, authorizations };
}
