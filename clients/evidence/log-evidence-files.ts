import type { EvidenceStore } from './evidence-files.ts';
import { EvidenceUnavailableError } from './evidence-folder.ts';
import type { KeepLogEvidence } from './log-evidence.ts';
import { maskedEvidence } from './masked-evidence.ts';

/** Keeps evidence of logs in files, where no Elasticsearch is described for it. */
export function logEvidenceInFiles(files: EvidenceStore): KeepLogEvidence {
  return async (evidence) => {
    const { id, lines, findings, ...about } = maskedEvidence(evidence);
    const list = await files.begin({ ...about, findings }, `logs-${id}`);
    for (const line of lines) list.add(line);
    await list.close().catch((error: unknown) => {
      throw new EvidenceUnavailableError('its file: make room there', error);
    });
    return list.id;
  };
}
