import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostConfigurationFor, sudoersFor } from '../clients/hosts/host-access.ts';
import type { Config } from '../config/config.ts';
import { acquire } from '../stack/acquire.ts';
import { nodeExporter } from '../stack/components/node-exporter.ts';
import type { Host } from '../stack/host/host.ts';
import { logrotate } from '../stack/programs/logrotate.ts';
import type { Progress } from '../stack/progress.ts';
import type { RemoteHost } from '../stack/remote-host.ts';
import { startRemoteHost } from '../stack/remote-host.ts';
import { freePort } from '../stack/running/free-port.ts';

/** A host of its own with a small disk and a service, watched by a node exporter and reached by SSH. */
export interface DemoHost {
  readonly host: Host;
  /** Where Prometheus asks its node exporter. */
  readonly exporterUrl: string;
  /** The port of its service on loopback. */
  readonly servicePort: number;
  /** What nightshift.yaml says of it. */
  readonly settings: object;
  /** What it says of its service. */
  readonly serviceSettings: object;
  /** Lets Nightshift do there what its configuration says, and nothing else. */
  readonly allow: (config: Config) => Promise<void>;
}

export const diskPath = '/srv/data';
const megabyte = 1_000_000;
const diskBytes = 20 * megabyte;

const rotation = `${diskPath}/logs/*.log {
  rotate 3
  size 100k
  compress
  missingok
}
`;

/** Serves a folder as long as it can note that it burns. */
const lantern = (port: number): string => `from http.server import HTTPServer, SimpleHTTPRequestHandler

class Lantern(HTTPServer):
    def service_actions(self):
        with open('/run/lantern/oil', 'w') as oil:
            oil.write('burns')

Lantern(('127.0.0.1', ${port}), SimpleHTTPRequestHandler).serve_forever(0.2)
`;

const lanternControl = `#!/bin/sh
case "$1" in
  restart)
    [ -f /run/lantern.pid ] && kill -KILL "$(cat /run/lantern.pid)" 2>/dev/null
    mkdir -p /run/lantern
    cd /run/lantern
    rm -f oil
    echo 'lantern_lit 1' >metrics
    echo "$(date '+%Y-%m-%d %H:%M:%S') INFO lit" >>/var/log/lantern.log
    setsid python3 /usr/local/lib/lantern.py >>/var/log/lantern.log 2>&1 </dev/null &
    echo "$!" >/run/lantern.pid ;;
  status) test -d "/proc/$(cat /run/lantern.pid)" ;;
esac
`;

/** Starts the host, its exporter and its service; its disk is empty. */
export async function startDemoHost(
  folder: string,
  cleanup: AsyncDisposableStack,
  progress: Progress,
): Promise<DemoHost> {
  const servicePort = await freePort();
  const program = await readFile(new URL('../deploy/hosts/nightshift-host', import.meta.url));
  const remote = await startRemoteHost({
    folder: join(folder, 'web-1'),
    progress,
    programs: [logrotate, nodeExporter],
    disks: { [diskPath]: { bytes: diskBytes } },
    files: {
      '/usr/local/libexec/nightshift-host': { content: program, mode: 0o755 },
      '/usr/local/bin/lantern': { content: lanternControl, mode: 0o755 },
      '/usr/local/lib/lantern.py': { content: lantern(servicePort) },
      '/etc/nightshift/logrotate.conf': { content: rotation },
    },
  });
  cleanup.defer(remote.stop);
  const { host, ssh } = remote;
  const exporter = await nodeExporter.start(await acquire(nodeExporter, progress), { surroundings: host });
  cleanup.defer(() => nodeExporter.stop(exporter));
  await host.succeed(['lantern', 'restart']);
  return {
    host,
    exporterUrl: exporter.url,
    servicePort,
    settings: { ...hostSettings(remote), disks: [diskSettings] },
    serviceSettings: {
      name: 'lantern',
      host: 'web-1',
      match: { job: 'lantern' },
      probe: { http: `http://127.0.0.1:${servicePort}/`, timeout: '2s' },
      status: ['/usr/local/bin/lantern', 'status'],
      instance: ['cat', '/run/lantern.pid'],
      restart: ['sudo', '-n', '/usr/local/bin/lantern', 'restart'],
      logs: { file: '/var/log/lantern.log' },
      commandTimeout: '10s',
    },
    async allow({ services, disks, limits, certificates, hostParts }) {
      const here = services.filter((service) => service.host === 'web-1');
      const duties = { services: here, disks, limits, certificates, hostParts };
      await host.write('/etc/sudoers', { content: sudoersFor(ssh.account, duties), mode: 0o440 });
      await host.write('/etc/nightshift/host.conf', { content: hostConfigurationFor(duties) });
    },
  };
}

/** What nightshift.yaml says of a host and of the way to it. */
export function hostSettings({ ssh }: Pick<RemoteHost, 'ssh'>) {
  const { port, account: user, hostKey, privateKeyFile } = ssh;
  return {
    name: 'web-1',
    ssh: { address: '127.0.0.1', port, user, hostKeys: [hostKey], key: { file: privateKeyFile } },
  };
}

const diskSettings = {
  path: diskPath,
  match: { instance: 'web-1:9100', mountpoint: diskPath },
  goal: 60,
  clean: [
    { name: 'uploads', temporary: `${diskPath}/tmp`, olderThan: '1m' },
    { name: 'logs', logrotate: '/etc/nightshift/logrotate.conf', state: '/var/lib/nightshift-rotation' },
    { name: 'backups', backups: `${diskPath}/backups`, keepAtLeast: 2, olderThan: '1m', suffix: '.tar' },
  ],
};

const filling = `set -eu
cd "$1"
mkdir tmp logs backups live
for name in 1 2 3; do head -c 2000000 /dev/zero >"tmp/upload-$name"; done
for day in 1 2 3 4; do head -c 1500000 /dev/zero >"backups/day-$day.tar"; touch -d "$((10 - day)) days ago" "backups/day-$day.tar"; done
touch -d '10 days ago' tmp/*
setsid sh -c 'while head -c 5000 /dev/zero >>live/data; do sleep 0.5; done' >/dev/null 2>&1 </dev/null &
`;

const growing = `set -eu
cd "$1"
yes 'GET /index.html 200 in 3 ms' | head -c 4000000 >logs/app.log
head -c 2000000 /dev/zero >>live/data
`;

/** Puts old files onto the disk, temporary ones and backups, and has a program write on, some kilobytes a second. */
export async function fillDisk(host: Host): Promise<void> {
  await host.succeed(['sh', '-c', filling, 'fill', diskPath]);
}

/** Waits until what was put there is older than the minute that Nightshift leaves files alone. */
export async function untilOld(host: Host): Promise<void> {
  await host.succeed(['sh', '-c', `until [ -z "$(find ${diskPath}/tmp -type f ! -cmin +1)" ]; do sleep 1; done`]);
}

/** Lets logs and data grow until the disk is nearly full. */
export async function growLogs(host: Host): Promise<void> {
  await host.succeed(['sh', '-c', growing, 'grow', diskPath]);
}
