import type { ElasticsearchDefinition } from '../../model/logs/elasticsearch.ts';
import type { ConfigFile } from '../schema/config-file.ts';
import type { ReadSecret } from './secret.ts';

type Described = NonNullable<ConfigFile['elasticsearch']>;

/** Turns what the file says of Elasticsearch into what can be connected: secrets read. */
export function resolveElasticsearch(
  described: ConfigFile['elasticsearch'],
  readSecret: ReadSecret,
): ElasticsearchDefinition | null {
  if (!described) return null;
  const { nodes, auth, ca, timeout, logs, kibana, evidence } = described;
  return {
    nodes,
    auth: authOf(auth, readSecret),
    ca: ca ? `${readSecret(ca, ['elasticsearch', 'ca'])}\n` : null,
    timeoutMs: timeout,
    logs,
    kibana: kibana ?? null,
    evidence: evidence ? { prefix: evidence.prefix, keepMs: evidence.keep } : null,
  };
}

function authOf(auth: Described['auth'], readSecret: ReadSecret): ElasticsearchDefinition['auth'] {
  const path = ['elasticsearch', 'auth'];
  if (auth?.apiKey) return { kind: 'api-key', key: readSecret(auth.apiKey, [...path, 'apiKey']) };
  if (auth?.token) return { kind: 'bearer', token: readSecret(auth.token, [...path, 'token']) };
  if (auth?.user !== undefined && auth.password) {
    return { kind: 'basic', user: auth.user, password: readSecret(auth.password, [...path, 'password']) };
  }
  return { kind: 'none' };
}
