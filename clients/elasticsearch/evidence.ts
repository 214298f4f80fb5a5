import type { LogEvidence, KeepLogEvidence } from '../evidence/log-evidence.ts';
import { EvidenceUnavailableError } from '../evidence/evidence-folder.ts';
import { maskedEvidence } from '../evidence/masked-evidence.ts';
import type { Elasticsearch } from './connection.ts';
import type { ElasticsearchFailure } from './failure.ts';
import { failureOf } from './failure.ts';

/** Where evidence is kept, and for how long. */
interface EvidenceSettings {
  /** What the names of its indices begin with. */
  readonly prefix: string;
  readonly keepMs: number;
  readonly timeoutMs: number;
}

const dayMs = 24 * 60 * 60_000;
const sweepEveryMs = 60 * 60_000;
/** Says in an index that it is ours. */
const mark = 'nightshift';

// What is kept is read by people; only what it is found by is indexed, and nothing unknown is taken.
const mappings = {
  dynamic: 'strict',
  _meta: { managed_by: mark },
  properties: {
    '@timestamp': { type: 'date' },
    incident: { type: 'keyword' },
    target: { type: 'keyword' },
    source: { type: 'keyword' },
    from: { type: 'date' },
    to: { type: 'date' },
    leftOut: { type: 'integer' },
    findings: { type: 'object', enabled: false },
    lines: { type: 'object', enabled: false },
  },
} as const;

/**
 * Keeps evidence of logs in Elasticsearch, in an index for each day of ours. Indices that are too old are deleted when
 * evidence is kept, at most once an hour.
 */
export function elasticsearchEvidence(elasticsearch: Elasticsearch, settings: EvidenceSettings): KeepLogEvidence {
  let sweptAt = 0;
  return async (evidence) => {
    const until = Date.now() + settings.timeoutMs;
    try {
      const place = await keep(elasticsearch, settings.prefix, evidence, until);
      if (Date.now() - sweptAt > sweepEveryMs) {
        sweptAt = Date.now();
        // Evidence that is kept too long is no reason to do without new one.
        await sweep(elasticsearch, settings, until).catch(() => undefined);
      }
      return place;
    } catch (error) {
      throw new EvidenceUnavailableError(`Elasticsearch: ${failureOf(error).message}`, undefined);
    }
  };
}

async function keep(
  elasticsearch: Elasticsearch,
  prefix: string,
  evidence: LogEvidence,
  until: number,
): Promise<string> {
  const { id, from, to, ...kept } = maskedEvidence(evidence);
  // The day of the incident: a retry after midnight finds what the first attempt has written.
  const index = indexOf(prefix, to);
  const document = { ...kept, '@timestamp': to, from, to };
  await unlessThere('resource_already_exists_exception', () =>
    elasticsearch.ask(until, (client, options) => client.indices.create({ index, mappings }, options)),
  );
  await unlessThere('version_conflict_engine_exception', () =>
    elasticsearch.ask(until, (client, options) => client.create({ index, id, document }, options)),
  );
  return `${index}/${id}`;
}

async function unlessThere(type: string, make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (failureOf(error).type !== type) throw error;
  }
}

/** Deletes indices by their exact names, and only those that carry our prefix, a day that is over and our mark. */
async function sweep(elasticsearch: Elasticsearch, { prefix, keepMs }: EvidenceSettings, until: number): Promise<void> {
  const all = await elasticsearch.ask(until, (client, options) =>
    client.indices.getMapping({ index: `${prefix}-*`, allow_no_indices: true }, options),
  );
  const own = Object.entries(all).filter(([, index]) => index.mappings._meta?.['managed_by'] === mark);
  for (const [index] of own) {
    const day = dayOf(prefix, index);
    if (day === null || day + dayMs + keepMs > Date.now()) continue;
    await elasticsearch
      .ask(until, (client, options) => client.indices.delete({ index, expand_wildcards: 'none' }, options))
      .catch((error: ElasticsearchFailure) => {
        // Another worker was faster.
        if (error.status !== 404) throw error;
      });
  }
}

function indexOf(prefix: string, time: number): string {
  return `${prefix}-${new Date(time).toISOString().slice(0, 10).replaceAll('-', '.')}`;
}

/** The beginning of the day that an index is named after; null for every other name. */
function dayOf(prefix: string, index: string): number | null {
  const day = Date.parse(`${index.slice(prefix.length + 1).replaceAll('.', '-')}T00:00:00Z`);
  return Number.isFinite(day) && indexOf(prefix, day) === index ? day : null;
}
