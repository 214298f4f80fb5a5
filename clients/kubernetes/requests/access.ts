import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type { ClusterAccess, ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import { ClusterAccessError } from './access-error.ts';

/** Where an API server is, and what a request needs to be let in. */
interface Way {
  readonly server: string;
  /** Secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** What TLS needs, and the proxy if there is one. */
  readonly options: RequestOptions;
}

/** The way to an API server. */
export interface Access {
  /** Looks at the credentials: those that end are made anew, by a program where the kubeconfig names one. */
  find(): Promise<Way>;
  /** Reads the kubeconfig anew, because the API server does not know the account any more. */
  renew(): void;
}

/**
 * Reads how a cluster is reached. Nothing is connected by that.
 *
 * @throws ClusterAccessError where there is no such file or context.
 */
export function openAccess({ name, access }: Pick<ClusterDefinition, 'name' | 'access'>): Access {
  let kubeConfig = read(name, access);
  let underway: Promise<Way> | undefined;
  return {
    // One at a time: each might start a program.
    async find() {
      underway ??= wayOf(kubeConfig, name).finally(() => {
        underway = undefined;
      });
      return underway;
    },
    renew() {
      kubeConfig = read(name, access);
    },
  };
}

async function wayOf(kubeConfig: KubeConfig, name: string): Promise<Way> {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster) throw new ClusterAccessError(name, 'its context names no cluster');
  const options: RequestOptions = {};
  try {
    await kubeConfig.applyToHTTPSOptions(options);
  } catch (error) {
    // What a program for credentials writes may be anything, also the credentials.
    const { code } = error as NodeJS.ErrnoException;
    throw new ClusterAccessError(name, `its credentials cannot be had (${code ?? 'the kubeconfig says how'})`);
  }
  const { agent, headers, ...direct } = options;
  return {
    server: cluster.server,
    headers: { ...(headers as Way['headers'] | undefined) },
    // The library's agent is for proxies: it keeps no connection, and each request would shake hands anew.
    options: cluster.proxyUrl && agent ? { ...direct, agent } : direct,
  };
}

function read(name: string, access: ClusterAccess): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (access.kind === 'in-cluster') {
    kubeConfig.loadFromCluster();
    if (kubeConfig.getCurrentCluster()?.server.includes('undefined'))
      throw new ClusterAccessError(name, 'inCluster is for processes that run in it, and this one does not');
    return kubeConfig;
  }
  const { file, context } = access;
  try {
    readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ClusterAccessError(name, `${file} cannot be read (${code ?? 'error'})`);
  }
  try {
    kubeConfig.loadFromFile(file);
  } catch {
    // The parser's own words repeat what stands there.
    throw new ClusterAccessError(name, `${file} is no kubeconfig`);
  }
  if (context !== null) kubeConfig.setCurrentContext(context);
  if (!kubeConfig.getContextObject(kubeConfig.getCurrentContext()))
    throw new ClusterAccessError(name, `${file} has no context ${kubeConfig.getCurrentContext() || 'that is current'}`);
  if (!kubeConfig.getCurrentCluster())
    throw new ClusterAccessError(name, `${file} names no cluster in the context ${kubeConfig.getCurrentContext()}`);
  return kubeConfig;
}
