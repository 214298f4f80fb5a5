import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { stringify } from 'yaml';

/** What an API server has written down of the requests that reached it. */
interface ApiAudit {
  /** By which it does. */
  readonly apiServerArguments: readonly string[];
  /** The requests of an account, each once as the verb and the path with its query. */
  readonly requestsOf: (account: string) => Promise<readonly string[]>;
}

/** Has an API server write down every request, until the end of the file's tests. */
export function useApiAudit(): ApiAudit {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-api-audit-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const [policyFile, logFile] = [join(folder, 'policy.yaml'), join(folder, 'audit.jsonl')];
  const policy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata' }] };
  writeFileSync(policyFile, stringify(policy));
  return {
    apiServerArguments: [`--audit-policy-file=${policyFile}`, `--audit-log-path=${logFile}`],
    async requestsOf(account) {
      const lines = (await readFile(logFile, 'utf8')).split('\n').filter(Boolean);
      const events = lines.map((line) => JSON.parse(line) as AuditEvent);
      const own = events.filter(({ user, stage }) => user.username === account && stage === 'ResponseComplete');
      return own.map(({ verb, requestURI }) => `${verb} ${requestURI}`);
    },
  };
}

interface AuditEvent {
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
}
