import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { parse } from 'yaml';
import type { Config } from '../../../config/config.ts';
import { parseConfig } from '../../../config/load.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createWebhookMetrics } from '../../../metrics/webhook.ts';
import { createTriggerServer } from '../../../triggers/server.ts';
import { createHealthServer } from '../../../workers/health-server.ts';
import { aScratchFile } from '../../support/scratch.ts';

/** One service of docker-compose.yml, as far as the tests look at it. */
export interface ComposeService {
  readonly image: string;
  readonly build?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** The absolute path of a file of this repository. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

export function textOf(path: string): string {
  return readFileSync(inRepository(path), 'utf8');
}

export function yamlOf(path: string): unknown {
  return parse(textOf(path), { merge: true });
}

export const composeFile = yamlOf('docker-compose.yml') as ComposeFile;

/** The configuration of the composed processes, with a token that stands in a scratch file. */
export async function composedConfig(): Promise<Config> {
  const token = await aScratchFile('a-token\n');
  const text = textOf('deploy/compose/nightshift.yaml').replace('/run/secrets/webhook_token', token);
  return parseConfig(text, 'deploy/compose/nightshift.yaml', {});
}

/** The HTTP servers of our own processes, by the name of their service, with the port they listen on. */
export async function ownServers(): Promise<
  Readonly<Record<string, { readonly app: FastifyInstance; readonly port: number }>>
> {
  const config = await composedConfig();
  const registry = createRegistry();
  const trigger = await createTriggerServer({
    trigger: config.trigger,
    door: { admit: async () => ({ accepted: 0, ignored: 0 }) },
    metrics: createWebhookMetrics(registry),
    registry,
    log: pino({ level: 'silent' }),
    isReady: async () => true,
  });
  const worker = createHealthServer({
    registry,
    readSdkMetrics: async () => '',
    isReady: async () => true,
    readFreezes: async () => [],
    readReview: async () => null,
    readPicture: async () => null,
  });
  await Promise.all([trigger.ready(), worker.ready()]);
  onTestFinished(async () => {
    await Promise.all([trigger.close(), worker.close()]);
  });
  return {
    trigger: { app: trigger, port: config.trigger.listen.port },
    worker: { app: worker, port: config.worker.listen.port },
  };
}
