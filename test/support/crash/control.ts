import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '../../../model/target.ts';
import type { Part, Way } from './switches.ts';
import type { WatchedService } from './watched-service.ts';
import type { Passage } from './worker/points.ts';

/** Where services are and workers tell how far they are: part of the test, so it survives every crash. */
interface Control {
  readonly url: string;
  watch(service: WatchedService): void;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startControl(): Promise<Control> {
  const services = new Map<Target, WatchedService>();
  const server = createServer((request, response) => void answer(request, response, services));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch: (service) => void services.set(service.target, service),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  services: ReadonlyMap<Target, WatchedService>,
): Promise<void> {
  const reply = (status: number, body: unknown = {}): void => void response.writeHead(status).end(JSON.stringify(body));
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://control');
  if (pathname === '/points') {
    const passage = JSON.parse(await textOf(request)) as Passage;
    const service = services.get(passage.workflowId.slice(passage.workflowId.indexOf(':') + 1));
    if ((await service?.passes(passage)) ?? true) reply(200);
    return;
  }
  const [, target = '', rest = ''] = /^\/(.*)\/(health|parts\/.*)$/.exec(pathname) ?? [];
  const service = services.get(target);
  if (!service) return reply(404);
  if (rest === 'health') return reply(service.isHealthy ? 200 : 503);
  const part = rest.slice('parts/'.length) as Part;
  const [way, state] = [searchParams.get('way') as Way, searchParams.get('state') ?? ''];
  if (request.method === 'POST' && !(await service.switch(part, way, state))) return reply(409);
  return reply(200, { way: service.wayOf(part), state: service.stateOf(part) });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
