import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { LogEvidence } from '../../../clients/evidence/log-evidence.ts';
import type { LogSearch } from '../../../clients/logs/log-store.ts';
import type { ElasticsearchDefinition } from '../../../model/logs/elasticsearch.ts';
import type { LogLine } from '../../../model/logs/log-line.ts';
import type { LogSubject } from '../../../model/logs/log-subject.ts';
import { acquire } from '../../../stack/acquire.ts';
import { elasticsearch } from '../../../stack/components/elasticsearch.ts';
import { aLogLine } from '../builders.ts';
import { progress } from '../scene.ts';

/** A real node of the file's tests. */
interface ElasticsearchNode {
  url: string;
  /** Makes a request of any kind, and fails where it is refused. */
  readonly request: (method: string, path: string, body?: object | string) => Promise<Record<string, unknown>>;
  /** Makes an index with these mappings and puts documents into it; answers its name, which nobody else has. */
  readonly index: (documents: readonly object[], mappings?: object, settings?: object) => Promise<string>;
  /** Ends the node as a crash does; no more tests can use it. */
  kill: () => Promise<void>;
}

/** Starts a node for the tests of a file. */
export function useElasticsearch(): ElasticsearchNode {
  let folder: string;
  let stop: () => Promise<void>;
  const node: ElasticsearchNode = {
    url: '',
    kill: () => Promise.reject(new Error('nothing was started')),
    async request(method, path, body) {
      const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
      const response = await fetch(`${node.url}${path}`, {
        method,
        headers: { 'content-type': type },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok || answer['errors'] === true) throw new Error(JSON.stringify(answer).slice(0, 2_000));
      return answer;
    },
    async index(documents, mappings = {}, settings = {}) {
      const name = `logs-${randomUUID()}`;
      // A shard that has no place is not waited for.
      const shards = Object.keys(settings).some((setting) => setting.includes('allocation')) ? 0 : 1;
      await node.request('PUT', `/${name}?wait_for_active_shards=${shards}`, {
        mappings,
        settings: { number_of_replicas: 0, ...settings },
      });
      for (let from = 0; from < documents.length; from += 5_000) {
        const lines = documents
          .slice(from, from + 5_000)
          .flatMap((document) => ['{"create":{}}', JSON.stringify(document)]);
        await node.request('POST', `/${name}/_bulk`, `${lines.join('\n')}\n`);
      }
      if (documents.length > 0) await node.request('POST', `/${name}/_refresh`);
      return name;
    },
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightshift-elasticsearch-'));
    const running = await elasticsearch.start(await acquire(elasticsearch, progress), { dataDir: folder });
    node.url = running.url;
    node.kill = async () => {
      running.kill('SIGKILL');
      await running.exited;
    };
    stop = () => elasticsearch.stop(running);
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return node;
}

/** Elasticsearch as an operator would describe it, with a short patience. */
export function aDefinition(overrides: Partial<ElasticsearchDefinition> = {}): ElasticsearchDefinition {
  return {
    nodes: ['http://127.0.0.1:9200'],
    auth: { kind: 'none' },
    ca: null,
    timeoutMs: 20_000,
    logs: [{ index: 'logs-*', fields: 'detect' }],
    kibana: null,
    evidence: null,
    ...overrides,
  };
}

/** Nobody's lines; what is given narrows it. */
export function aSubject(overrides: Partial<LogSubject> = {}): LogSubject {
  return { host: null, services: [], namespace: null, workload: null, ...overrides };
}

/** The hour of the builders' day that {@link atMinute} counts from. */
export const hour = Date.UTC(2026, 0, 1, 3);

/** A moment of that hour. */
export function atMinute(minute: number): number {
  return hour + minute * 60_000;
}

/** A search of that hour for lines of the service web. */
export function aSearch(overrides: Partial<LogSearch> = {}): LogSearch {
  return {
    subjects: [aSubject({ services: ['web'] })],
    from: hour,
    to: atMinute(60),
    maxLines: 1_000,
    maxBytes: 10_000_000,
    ...overrides,
  };
}

/** Evidence of an incident in that hour. */
export function anEvidence(overrides: Partial<LogEvidence> = {}): LogEvidence {
  return {
    incident: 'incident:web',
    target: 'host/web-1/service/web',
    source: 'Elasticsearch',
    from: hour,
    to: atMinute(60),
    findings: [],
    lines: [aLine()],
    ...overrides,
  };
}

/** A line of that hour. */
export function aLine(overrides: Partial<LogLine> = {}): LogLine {
  return aLogLine({ at: atMinute(1), level: 'error', message: 'connection refused', id: 'a', ...overrides });
}
