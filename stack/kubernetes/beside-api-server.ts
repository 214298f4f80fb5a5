import type { RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';

interface BesideOptions extends StartOptions {
  readonly kubeconfigFile: string;
}

interface BesideCommand {
  readonly name: string;
  readonly command: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly ready: () => Promise<boolean>;
}

/** Starts a program that does its work by the API server; alone, so that it need not win an election first. */
export function startBesideApiServer(
  options: BesideOptions,
  { name, command, port, args, ready }: BesideCommand,
): Promise<RunningComponent> {
  return startChild({
    deadlineMs: 60_000,
    ...options,
    name,
    command,
    args: [
      `--kubeconfig=${options.kubeconfigFile}`,
      `--authentication-kubeconfig=${options.kubeconfigFile}`,
      `--authorization-kubeconfig=${options.kubeconfigFile}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      '--leader-elect=false',
      // Their own limits are made for a server that many share.
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      ...args,
      ...(options.extraArguments ?? []),
    ],
    ready,
  });
}
