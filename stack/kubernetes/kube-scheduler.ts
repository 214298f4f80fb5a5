import { executableOf } from '../executable.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startOnPorts } from '../running/ports.ts';
import { accepts } from '../running/ready.ts';
import { startBesideApiServer } from './beside-api-server.ts';
import { kubernetesProgram } from './from-go.ts';

/** How a scheduler is started. */
interface SchedulerOptions extends StartOptions {
  /** An administrator's way to the API server. */
  readonly kubeconfigFile: string;
}

/** The real scheduler of Kubernetes, by which a pod finds its node or says why it has none. */
export const kubeScheduler: Provider<SchedulerOptions, RunningComponent> = {
  ...kubernetesProgram('kube-scheduler'),
  start: async (installation, options) => {
    const command = executableOf('kube-scheduler', installation);
    return startOnPorts({ port: options.port }, ({ port }) =>
      startBesideApiServer(options, { name: 'kube-scheduler', command, port, args: [], ready: () => accepts(port) }),
    );
  },
  stop: (running) => running.stop(),
};
