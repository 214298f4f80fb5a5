import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Services that look as if a restart had helped: sick when they are first asked, healthy ever after. */
export interface BenchServices {
  /** The name of one that nobody has used before. */
  next(): string;
  /** What the configuration says of all of them. */
  readonly settings: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts one loopback server that answers for a number of services. */
export async function startServices(count: number): Promise<BenchServices> {
  const asked = new Set<string>();
  const server = createServer(({ url = '' }, response) => {
    response.writeHead(asked.has(url) ? 200 : 503).end();
    asked.add(url);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const names = Array.from({ length: count }, (_, index) => `service-${index}`);
  let used = 0;
  return {
    next() {
      const name = names[used++];
      if (name === undefined) throw new Error(`there are only ${count} services`);
      return name;
    },
    settings: {
      services: names.map((name) => ({
        name,
        match: { job: name },
        probe: { http: `http://127.0.0.1:${port}/${name}` },
        restart: ['true'],
      })),
      // As many looks as by default, but none of the waiting between them.
      policy: {
        modes: [{ runbook: 'service-down', mode: 'auto' }],
        verification: { within: '5s', hold: '400ms' },
        incident: { holdDown: '1s' },
        // Asked like any, but so that they hold nothing up.
        guard: {
          coolDown: '0s',
          perHour: { runbook: 1_000, domain: 1_000 },
          parallel: 1_000,
          storm: { targets: 900, within: '10s' },
        },
      },
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
