import { errors } from '@elastic/elasticsearch';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** Why a request failed. It holds nothing of the client's own error, which knows addresses and headers. */
export class ElasticsearchFailure extends Error {
  readonly kind: 'unavailable' | 'refused';
  /** Elasticsearch's name for what went wrong, such as `resource_already_exists_exception`. */
  readonly type: string | null;
  readonly status: number | null;
  /** How long to wait before the next attempt, where the answer says it. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: ElasticsearchFailure['kind'],
    message: string,
    details: { readonly type?: string | null; readonly status?: number; readonly retryAfterMs?: number | null } = {},
  ) {
    super(message);
    this.name = 'ElasticsearchFailure';
    this.kind = kind;
    this.type = details.type ?? null;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** The type of an answer that was not read to its end. */
export const tooLarge = 'answer-too-large';

/** What an error of the client means for whoever asked. */
export function failureOf(error: unknown): ElasticsearchFailure {
  if (error instanceof ElasticsearchFailure) return error;
  if (error instanceof errors.ResponseError) return ofResponse(error);
  if (error instanceof errors.TimeoutError) {
    return new ElasticsearchFailure('unavailable', 'Elasticsearch did not answer in time');
  }
  if (error instanceof errors.ProductNotSupportedError) {
    return new ElasticsearchFailure('refused', 'what answers is not Elasticsearch: see elasticsearch.nodes');
  }
  if (error instanceof errors.RequestAbortedError) {
    return /content length|buffer/i.test(error.message)
      ? new ElasticsearchFailure('refused', 'an answer of Elasticsearch is too large', { type: tooLarge })
      : new ElasticsearchFailure('unavailable', 'Elasticsearch did not answer in time');
  }
  if (error instanceof errors.ConnectionError) return ofConnection(error);
  if (error instanceof errors.NoLivingConnectionsError) {
    return new ElasticsearchFailure('unavailable', 'Elasticsearch cannot be reached');
  }
  return new ElasticsearchFailure('unavailable', 'Elasticsearch gave an answer that cannot be read');
}

function ofResponse(error: errors.ResponseError): ElasticsearchFailure {
  const status = error.statusCode ?? 0;
  const { type, reason } = problemIn(error.body);
  const details = { status, type };
  if (status === 401) {
    return new ElasticsearchFailure('refused', 'Elasticsearch does not know who asks: see elasticsearch.auth', details);
  }
  if (status === 403) {
    const message = 'Elasticsearch does not allow it: docs/logs.md lists the rights that are needed';
    return new ElasticsearchFailure('refused', message, details);
  }
  if (status === 429) {
    const retryAfterMs = waitIn(error.headers?.['retry-after']);
    return new ElasticsearchFailure('unavailable', 'Elasticsearch has too much to do', { ...details, retryAfterMs });
  }
  if (status >= 500) {
    const retryAfterMs = waitIn(error.headers?.['retry-after']);
    const message = `Elasticsearch cannot answer now (${type ?? `status ${status}`})`;
    return new ElasticsearchFailure('unavailable', message, { ...details, retryAfterMs });
  }
  const said = reason === null ? '' : `: ${reason}`;
  return new ElasticsearchFailure(
    'refused',
    `Elasticsearch refuses the request (${type ?? `status ${status}`})${said}`,
    details,
  );
}

function ofConnection(error: errors.ConnectionError): ElasticsearchFailure {
  const code = codeOf(error);
  if (code !== null && /CERT|SELF_SIGNED|VERIFY|ALTNAME/.test(code)) {
    return new ElasticsearchFailure('refused', `its certificate is not trusted (${code}): see elasticsearch.ca`);
  }
  return new ElasticsearchFailure('unavailable', `Elasticsearch cannot be reached${code === null ? '' : ` (${code})`}`);
}

function codeOf(error: unknown): string | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    const { code } = one as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^[A-Z_]{2,60}$/.test(code)) return code;
  }
  return (
    /\b(?:ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|[A-Z_]*(?:CERT|ALTNAME)[A-Z_]*)\b/.exec(String(error))?.[0] ??
    null
  );
}

function problemIn(body: unknown): { readonly type: string | null; readonly reason: string | null } {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: unknown };
  if (typeof error !== 'object' || error === null) return { type: null, reason: null };
  const { root_cause: causes, ...whole } = error as { root_cause?: unknown; type?: unknown; reason?: unknown };
  const [cause = whole] = (Array.isArray(causes) ? causes : []) as { type?: unknown; reason?: unknown }[];
  return {
    type: typeof cause.type === 'string' ? shorten(onOneLine(cause.type), 60) : null,
    reason: typeof cause.reason === 'string' ? maskedLine(cause.reason.slice(0, 1_000), 200) : null,
  };
}

function waitIn(header: unknown): number | null {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : null;
}
