import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import type { WatchedKind } from '../../../model/kubernetes/watching/watched-alerts.ts';
import { parsedJson, partsOf } from '../../json-parts.ts';
import { ClusterAccessError } from '../requests/access-error.ts';
import type { Access } from '../requests/access.ts';
import { openAccess } from '../requests/access.ts';
import { errorOf } from '../requests/answers.ts';
import type { RequestObserver } from '../requests/asking.ts';
import { createAsk } from '../requests/asking.ts';
import { openConnections } from '../requests/exchange.ts';
import { retryAfterOf } from '../requests/retry-after.ts';
import { KubernetesError } from '../failure.ts';
import type { ClusterFeed, WatchEnd } from './feed.ts';
import { linesOf } from './lines-of.ts';
import { listPath, resourceOf } from '../paths.ts';

/** As many objects as are in memory at once. */
const pageSize = 250;

/** Longer than the API server waits between two bookmarks: after this time nobody is there any more. */
const silentMs = 90_000;
/** The API server ends a watch after this time by itself. */
const watchSeconds = 300;

/** Status of the API server for a version that it does not know any more. */
const gone = 410;

/** Everything that happens to the objects of a described cluster, and how its connections are ended. */
export function openFeed(definition: ClusterDefinition, observer: RequestObserver): ClusterFeed & { close(): void } {
  const { name: cluster } = definition;
  const access = openAccess(definition);
  const connections = openConnections();
  const ask = createAsk(definition, { access, connections, observer });
  return {
    async readAll(kind, take, signal) {
      const question = {
        verb: 'list',
        method: 'GET',
        path: listPath(kind, null),
        changes: false,
        right: `list ${resourceOf(kind)}`,
        subject: 'in all namespaces',
      } as const;
      for (let next = ''; ;) {
        const query = { limit: String(pageSize), ...(next ? { continue: next } : {}) };
        const { body } = await ask({ ...question, query });
        const { items, metadata } = partsOf(parsedJson(body));
        const { resourceVersion, continue: more } = partsOf(metadata);
        if (!Array.isArray(items) || typeof resourceVersion !== 'string')
          throw errorOf(cluster, question, 'unavailable', 'an answer of another shape');
        take(items);
        if (typeof more !== 'string' || more === '') return resourceVersion;
        if (signal.aborted) throw errorOf(cluster, question, 'unavailable', 'it was not asked for to its end');
        next = more;
      }
    },
    async follow(kind, version, take, heard, signal) {
      const subject = { right: `watch ${resourceOf(kind)}`, subject: 'in all namespaces' };
      const fail = (words: string, answer?: IncomingMessage) =>
        errorOf(cluster, subject, answer?.statusCode === 403 ? 'forbidden' : 'unavailable', words, {
          retryAfterMs: answer ? retryAfterOf(answer.headers) : null,
        });
      const silence = new AbortController();
      const over = AbortSignal.any([signal, silence.signal]);
      // Until it answers it has as long as any other request.
      let timer = setTimeout(() => silence.abort(), definition.timeoutMs);
      let end: WatchEnd = { kind: 'ended', version };
      try {
        const response = await openStream(access, watchPath(kind, version), over).catch((error: unknown) => {
          if (over.aborted && !silence.signal.aborted) return null;
          throw error instanceof KubernetesError ? error : fail(`does not answer (${reasonOf(error)})`);
        });
        if (!response) return end;
        if (response.statusCode === gone) return { kind: 'expired', version };
        if (response.statusCode === 401) access.renew();
        if (response.statusCode === 403) throw fail('its role lacks that right', response);
        if (response.statusCode !== 200) throw fail(`status ${response.statusCode}`, response);
        timer.refresh();
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), silentMs);
        for await (const line of linesOf(response)) {
          timer.refresh();
          const { type, object } = partsOf(parsedJson(Buffer.from(line)));
          const { metadata, code } = partsOf(object);
          const { resourceVersion } = partsOf(metadata);
          if (type === 'ERROR' && code === gone) return { kind: 'expired', version: end.version };
          if (type === 'ERROR' || typeof resourceVersion !== 'string') throw fail('an event of another shape');
          if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') take({ type, object: object as never });
          end = { kind: 'ended', version: resourceVersion };
          heard();
        }
        return end;
      } catch (error) {
        if (error instanceof KubernetesError) throw error;
        if (error instanceof ClusterAccessError) throw fail(error.message);
        // A stream that breaks goes on from its last event.
        return end;
      } finally {
        clearTimeout(timer);
        silence.abort();
      }
    },
    close: () => connections.close(),
  };
}

function watchPath(kind: WatchedKind, version: string): string {
  const query = new URLSearchParams({
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: version,
    timeoutSeconds: String(watchSeconds),
  });
  return `${listPath(kind, null)}?${query.toString()}`;
}

async function openStream(access: Access, path: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { server, headers: secrets, options } = await access.find();
  const url = new URL(`${server.replace(/\/+$/, '')}${path}`);
  const headers = { ...secrets, accept: 'application/json', 'user-agent': 'nightshift' };
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    send(url, { ...options, headers, signal }, resolve)
      .on('error', reject)
      .end();
  });
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
