import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executableOf } from '../executable.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import type { KubernetesAccess } from './access.ts';
import { statusOf } from './access.ts';
import { kubernetesProgram } from './from-go.ts';

/** How an API server is started. */
interface ApiServerOptions extends StartOptions {
  /** Its certificate and the key of service accounts, kept across restarts. */
  readonly dataDir: string;
  readonly etcdUrl: string;
  /** The accounts, as `issueTokens` writes them. */
  readonly tokenFile: string;
  /** A token of someone who may do everything. */
  readonly adminToken: string;
  /** How long a pod stays on a node that is not ready or does not answer, unless it says something else; 300 unless given. */
  readonly tolerationSeconds?: number;
}

/** An API server in use. */
interface RunningApiServer extends RunningComponent {
  /** An administrator's way in. */
  readonly access: KubernetesAccess;
  /** The key by which tokens of service accounts are signed. */
  readonly serviceAccountKeyFile: string;
}

/** A real Kubernetes API server on loopback, with RBAC. */
export const kubeApiserver: Provider<ApiServerOptions, RunningApiServer> = {
  ...kubernetesProgram('kube-apiserver'),
  start: async (installation, options) => startServer(executableOf('kube-apiserver', installation), options),
  stop: (running) => running.stop(),
};

function startServer(command: string, options: ApiServerOptions): Promise<RunningApiServer> {
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const serviceAccountKeyFile = await keyIn(options.dataDir);
    const access = {
      url: `https://127.0.0.1:${port}`,
      // The server signs a certificate for itself where it finds none.
      authorityFile: join(options.dataDir, 'certificates', 'apiserver.crt'),
      token: options.adminToken,
    };
    const child = await startChild({
      deadlineMs: 60_000,
      ...options,
      name: 'kube-apiserver',
      command,
      args: [...argumentsFor(options, port, serviceAccountKeyFile), ...(options.extraArguments ?? [])],
      ready: async () => (await statusOf(access, '/readyz')) === 200,
    });
    return { ...child, access, serviceAccountKeyFile };
  });
}

function argumentsFor(options: ApiServerOptions, port: number, keyFile: string): readonly string[] {
  const { dataDir, etcdUrl, tokenFile, tolerationSeconds = 300 } = options;
  return [
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    // An address of loopback may not stand in the endpoints of a Service.
    '--endpoint-reconciler-type=none',
    `--etcd-servers=${etcdUrl}`,
    `--cert-dir=${join(dataDir, 'certificates')}`,
    '--authorization-mode=RBAC',
    `--token-auth-file=${tokenFile}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${keyFile}`,
    `--service-account-signing-key-file=${keyFile}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--kubelet-preferred-address-types=InternalIP',
    `--default-not-ready-toleration-seconds=${tolerationSeconds}`,
    `--default-unreachable-toleration-seconds=${tolerationSeconds}`,
  ];
}

async function keyIn(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'service-accounts.key');
  if (existsSync(file)) return file;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  await writeFile(file, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  return file;
}
