import { executableOf } from '../executable.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startOnPorts } from '../running/ports.ts';
import type { KubernetesAccess } from './access.ts';
import { statusOf } from './access.ts';
import { startBesideApiServer } from './beside-api-server.ts';
import { kubernetesProgram } from './from-go.ts';

/** How a controller manager is started. */
interface ControllerManagerOptions extends StartOptions {
  /** An administrator's way to the API server. */
  readonly kubeconfigFile: string;
  /** The same way, for looking at what the controllers have done. */
  readonly access: KubernetesAccess;
  /** The key by which tokens of service accounts are signed. */
  readonly serviceAccountKeyFile: string;
}

/** The real controllers of Kubernetes: of Deployments, Jobs, nodes, disruption budgets and all the others. */
export const kubeControllerManager: Provider<ControllerManagerOptions, RunningComponent> = {
  ...kubernetesProgram('kube-controller-manager'),
  start: async (installation, options) => startManager(executableOf('kube-controller-manager', installation), options),
  stop: (running) => running.stop(),
};

// No pod can be made in a namespace before it has these.
const firstObjects = ['serviceaccounts/default', 'configmaps/kube-root-ca.crt'];

function startManager(command: string, options: ControllerManagerOptions): Promise<RunningComponent> {
  const { access, serviceAccountKeyFile } = options;
  return startOnPorts({ port: options.port }, ({ port }) =>
    startBesideApiServer(options, {
      name: 'kube-controller-manager',
      command,
      port,
      args: [`--root-ca-file=${access.authorityFile}`, `--service-account-private-key-file=${serviceAccountKeyFile}`],
      ready: async () => {
        const statuses = firstObjects.map((object) => statusOf(access, `/api/v1/namespaces/default/${object}`));
        return (await Promise.all(statuses)).every((status) => status === 200);
      },
    }),
  );
}
