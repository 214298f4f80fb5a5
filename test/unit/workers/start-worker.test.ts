import { expect, it } from 'vitest';
import { AuditUnavailableError } from '../../../clients/audit/audit-unavailable.ts';
import { ClusterAccessError } from '../../../clients/kubernetes/requests/access-error.ts';
import { temporalSettings } from '../../../clients/temporal/temporal.ts';
import { parseConfig } from '../../../config/load.ts';
import { startWorker } from '../../../workers/start-worker.ts';
import { aClosedPort } from '../../support/http/http-stub.ts';
import { aMemoryLog } from '../../support/memory-log.ts';
import { aScratchFolder } from '../../support/scratch.ts';

it('starts no worker that cannot record what it does', async () => {
  const file = await aScratchFolder();
  const config = parseConfig(`audit: { file: ${file} }`, 'test.yaml', {});
  const temporal = temporalSettings({ TEMPORAL_ADDRESS: `127.0.0.1:${await aClosedPort()}` });

  const attempt = startWorker(config, temporal, aMemoryLog().log);

  await expect(attempt).rejects.toThrow(new AuditUnavailableError(file, 'EISDIR'));
});

it('starts no worker whose clusters cannot be reached as they are described', async () => {
  const folder = await aScratchFolder();
  const cluster = `{ name: shop, kubeconfig: ${folder}/kubeconfig }`;
  const file = `audit: { file: ${folder}/audit.jsonl }\nkubernetes: { clusters: [${cluster}] }`;
  const temporal = temporalSettings({ TEMPORAL_ADDRESS: `127.0.0.1:${await aClosedPort()}` });

  const attempt = startWorker(parseConfig(file, 'test.yaml', {}), temporal, aMemoryLog().log);

  await expect(attempt).rejects.toThrow(new ClusterAccessError('shop', `${folder}/kubeconfig cannot be read (ENOENT)`));
});
