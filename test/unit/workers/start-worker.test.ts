import { expect, it } from 'vitest';
import { AuditUnavailableError } from '../../../clients/audit/audit-unavailable.ts';
import { temporalSettings } from '../../../clients/temporal/temporal.ts';
import { parseConfig } from '../../../config/load.ts';
import { startWorker } from '../../../workers/start-worker.ts';
import { aClosedPort } from '../../support/http-stub.ts';
import { aMemoryLog } from '../../support/memory-log.ts';
import { aScratchFolder } from '../../support/scratch.ts';

it('starts no worker that cannot record what it does', async () => {
  const file = await aScratchFolder();
  const config = parseConfig(`audit: { file: ${file} }`, 'test.yaml', {});
  const temporal = temporalSettings({ TEMPORAL_ADDRESS: `127.0.0.1:${await aClosedPort()}` });

  const attempt = startWorker(config, temporal, aMemoryLog().log);

  await expect(attempt).rejects.toThrow(new AuditUnavailableError(file, 'EISDIR'));
});
