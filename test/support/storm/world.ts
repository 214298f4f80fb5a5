import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Report } from '../../../model/incident/report.ts';
import type { CommandLine } from '../../../model/service.ts';
import type { FleetService } from './fleet.ts';

/** Where the services live, and the people: an HTTP server and a folder, outside of everything under test. */
export interface World {
  readonly peopleUrl: string;
  readonly probeUrl: (service: FleetService) => string;
  readonly restart: (service: FleetService) => CommandLine;
  /** What people were told, in order. */
  readonly messages: readonly Report[];
  /** When it was restarted, in milliseconds since the epoch. */
  readonly restartsOf: (service: FleetService) => readonly number[];
  /** When somebody who asked has seen it healthy, likewise. */
  readonly healthyAnswersOf: (service: FleetService) => readonly number[];
  /** Whether somebody who asked has seen it healthy. */
  readonly hasAnswered: (service: FleetService) => boolean;
  /** Somebody repairs it by hand. */
  readonly mend: (service: FleetService) => void;
  readonly close: () => Promise<void>;
}

/** Opens the world; every service in it is down until it is restarted or mended. */
export async function openWorld(services: readonly FleetService[], folder: string): Promise<World> {
  const traces = (name: string): string => join(folder, 'restarts', name);
  for (const { name } of services) mkdirSync(traces(name), { recursive: true });
  const messages: Report[] = [];
  const healthyAt = new Map<string, number[]>(services.map(({ name }) => [name, []]));
  const mended = new Set<string>();

  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void json(request).then((report) => {
        messages.push(report as Report);
        response.end();
      });
      return;
    }
    const name = request.url?.slice('/services/'.length) ?? '';
    const isUp = mended.has(name) || readdirSync(traces(name)).length > 0;
    if (isUp) healthyAt.get(name)?.push(Date.now());
    response.writeHead(isUp ? 200 : 503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const healthyAnswersOf = ({ name }: FleetService): readonly number[] => healthyAt.get(name) ?? [];

  return {
    peopleUrl: `${url}/people`,
    probeUrl: ({ name }) => `${url}/services/${name}`,
    // Leaves one more file each time, and is the lightest program that does: an interpreter takes thirty times as long.
    restart: ({ name }) => ['mktemp', join(traces(name), 'XXXXXXXX')],
    messages,
    restartsOf: ({ name }) => readdirSync(traces(name)).map((file) => statSync(join(traces(name), file)).mtimeMs),
    healthyAnswersOf,
    hasAnswered: (service) => healthyAnswersOf(service).length > 0,
    mend: ({ name }) => void mended.add(name),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
