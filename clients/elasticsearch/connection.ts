import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import type { ClientOptions } from '@elastic/elasticsearch';
import type { ElasticsearchDefinition } from '../../model/logs/elasticsearch.ts';
import { ElasticsearchFailure, failureOf } from './failure.ts';

/** What every call hands to the client. */
interface CallOptions {
  readonly requestTimeout: number;
  readonly maxRetries: 0;
}

/** Elasticsearch, asked within a time and asked again by our own rules. */
export interface Elasticsearch {
  /**
   * Makes a call that may be repeated.
   *
   * @param until when the answer must be there, milliseconds since 1970.
   * @throws ElasticsearchFailure
   */
  readonly ask: <Answer>(
    until: number,
    call: (client: Client, options: CallOptions) => Promise<Answer>,
  ) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

const attempts = 4;
const firstPauseMs = 200;
const maxAnswerBytes = 64 * 1024 * 1024;
// Elasticsearch 8 refuses what is meant for 9; both speak the language of 8.
const dialect = 'application/vnd.elasticsearch+json; compatible-with=8';

/** Opens no connection yet. */
export function connectElasticsearch(definition: ElasticsearchDefinition): Elasticsearch {
  const client = new Client({
    nodes: [...definition.nodes],
    maxRetries: 0,
    maxResponseSize: maxAnswerBytes,
    maxCompressedResponseSize: maxAnswerBytes,
    headers: { accept: dialect, 'content-type': dialect },
    enableMetaHeader: false,
    redaction: { type: 'remove' },
    ...authOf(definition.auth),
    ...(definition.ca === null ? {} : { tls: { ca: definition.ca } }),
  });
  // A node that says nothing must leave time for another one.
  const share = definition.nodes.length > 1 ? 0.5 : 1;
  return {
    async ask(until, call) {
      for (let attempt = 1; ; attempt++) {
        const left = until - Date.now();
        if (left <= 0) throw new ElasticsearchFailure('unavailable', 'Elasticsearch did not answer in time');
        try {
          return await call(client, { requestTimeout: Math.ceil(left * share), maxRetries: 0 });
        } catch (error) {
          const failure = failureOf(error);
          const pause = failure.retryAfterMs ?? firstPauseMs * 2 ** (attempt - 1);
          const isLast = attempt === attempts || Date.now() + pause >= until;
          if (failure.kind === 'refused' || isLast) throw failure;
          await sleep(pause);
        }
      }
    },
    close: () => client.close(),
  };
}

function authOf(auth: ElasticsearchDefinition['auth']): Pick<ClientOptions, 'auth'> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'api-key':
      return { auth: { apiKey: auth.key } };
    case 'bearer':
      return { auth: { bearer: auth.token } };
    case 'basic':
      return { auth: { username: auth.user, password: auth.password } };
    default:
      return auth satisfies never;
  }
}
