import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { ControlPlane } from '../../../../stack/control-plane.ts';

/** A way to an API server that can be cut, while everything else in the cluster goes on. */
interface CutOff {
  readonly kubeconfigFile: string;
  /** Nobody answers any more, whoever is connected. */
  readonly cut: () => void;
  readonly restore: () => void;
  readonly close: () => void;
}

/** Opens a way to the API server of a control plane, with a kubeconfig of its own. */
export async function aWayThatCanBeCut({ url, kubeconfigFile }: ControlPlane, file: string): Promise<CutOff> {
  const { hostname, port, host } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((client) => {
    if (isCut) return void client.destroy();
    const server = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => (sockets.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port: ownPort } = proxy.address() as AddressInfo;
  await writeFile(file, (await readFile(kubeconfigFile, 'utf8')).replace(host, `127.0.0.1:${ownPort}`), {
    mode: 0o600,
  });
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    kubeconfigFile: file,
    cut,
    restore: () => {
      isCut = false;
    },
    close: () => {
      cut();
      proxy.close();
    },
  };
}
