import type { ElasticsearchDefinition } from '../../model/logs/elasticsearch.ts';
import type { EvidenceStore } from '../evidence/evidence-files.ts';
import type { KeepLogEvidence } from '../evidence/log-evidence.ts';
import { logEvidenceInFiles } from '../evidence/log-evidence-files.ts';
import type { LogStore } from '../logs/log-store.ts';
import { connectElasticsearch } from './connection.ts';
import { elasticsearchEvidence } from './evidence.ts';
import { elasticsearchLogs } from './logs/log-store.ts';

/** Where logs are found, and where what was found is kept. */
export interface LogAccess {
  /** Null where none is described: the logs of hosts are all there is. */
  readonly store: LogStore | null;
  readonly keepEvidence: KeepLogEvidence;
  readonly close: () => Promise<void>;
}

/** Opens what the configuration describes; evidence goes into files where it describes nothing better. */
export function openLogAccess(definition: ElasticsearchDefinition | null, files: EvidenceStore): LogAccess {
  const inFiles = logEvidenceInFiles(files);
  if (definition === null) return { store: null, keepEvidence: inFiles, close: () => Promise.resolve() };
  const elasticsearch = connectElasticsearch(definition);
  const { evidence, timeoutMs } = definition;
  return {
    store: definition.logs.length === 0 ? null : elasticsearchLogs(elasticsearch, definition),
    keepEvidence: evidence === null ? inFiles : elasticsearchEvidence(elasticsearch, { ...evidence, timeoutMs }),
    close: elasticsearch.close,
  };
}
