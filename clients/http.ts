type PostOutcome = 'delivered' | 'refused' | 'unavailable';

/**
 * Posts JSON to an address that is itself a secret: neither the address nor the answer's text ever
 * leaves this function. Redirects count as a refusal, because they would carry the body elsewhere.
 */
export function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<PostAnswer> {
  return post(url, JSON.stringify(body), { ...headers, 'content-type': 'application/json' });
}

interface PostAnswer {
  readonly outcome: PostOutcome;
  /** A status code or an error's code, for people. */
  readonly reason: string;
}

/** Posts a body as it is, by the same rules as {@link postJson}. */
export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Promise<PostAnswer> {
  const request = requestOf(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  if (!request) return { outcome: 'refused', reason: unusable };
  try {
    const response = await fetch(request);
    // The answer's text is of no interest, and a connection that breaks now changes nothing.
    await response.body?.cancel().catch(() => undefined);
    return { outcome: outcomeOf(response.status), reason: `status ${response.status}` };
  } catch (error) {
    return { outcome: 'unavailable', reason: reasonOf(error) };
  }
}

/** What was read, or why nothing was: a few plain words without the address and without the answer's text. */
type JsonAnswer =
  { readonly value: unknown } | { readonly outcome: Exclude<PostOutcome, 'delivered'>; readonly reason: string };

/**
 * Reads JSON from an address. Redirects are not followed, because they would carry the headers
 * elsewhere, and no more than `maxBytes` of the answer are ever kept. Never rejects.
 */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<JsonAnswer> {
  const request = requestOf(url, { headers: { ...headers, accept: 'application/json' }, signal });
  if (!request) return { outcome: 'refused', reason: unusable };
  try {
    const response = await fetch(request);
    if (response.status !== 200) {
      await response.body?.cancel().catch(() => undefined);
      const outcome = outcomeOf(response.status) === 'unavailable' ? 'unavailable' : 'refused';
      return { outcome, reason: `status ${response.status}` };
    }
    const text = await textOf(response, maxBytes);
    if (text === undefined) return { outcome: 'refused', reason: `more than ${maxBytes} bytes` };
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { outcome: 'unavailable', reason: error instanceof SyntaxError ? 'no JSON' : reasonOf(error) };
  }
}

/** What a vendor's API answered, or why there is no answer: a few plain words without the address. */
export type Exchange =
  | {
      readonly status: number;
      /** How long the vendor wants to be left alone, in milliseconds; null where it does not say. */
      readonly retryAfterMs: number | null;
      /** The answer as text; undefined where there is more of it than may be read. Foreign: no error may repeat it. */
      readonly text: string | undefined;
    }
  | { readonly reason: string; readonly unusable: boolean };

/** What is sent, and how much of the answer is read: 64 KiB unless given. */
type ExchangeInit = Pick<RequestInit, 'method' | 'headers' | 'body'> & { readonly maxBytes?: number };

/**
 * Sends something to an API and reads its answer, by the same rules as {@link postJson}. Never rejects.
 *
 * @param timeoutMs for the whole of it.
 */
export async function exchange(
  url: string,
  { maxBytes = maxExchangeBytes, ...init }: ExchangeInit,
  timeoutMs = 10_000,
): Promise<Exchange> {
  const request = requestOf(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  if (!request) return { reason: unusable, unusable: true };
  try {
    const response = await fetch(request);
    const retryAfterMs = retryAfterOf(response.headers.get('retry-after'), Date.now());
    return { status: response.status, retryAfterMs, text: await textOf(response, maxBytes) };
  } catch (error) {
    return { reason: reasonOf(error), unusable: false };
  }
}

/** Seconds, or a date of HTTP, as RFC 9110 has it; at most an hour, because nobody should be left untold for longer. */
function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), maxRetryAfterMs) : null;
}

/** An address is shown by its host alone: a path may be a secret. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is none';
}

const maxExchangeBytes = 64 * 1024;
const maxRetryAfterMs = 60 * 60 * 1_000;
const unusable = 'the address or a header cannot be used';

/** Undefined where no attempt can ever succeed; why would repeat the secret. */
function requestOf(url: string, init: RequestInit): Request | undefined {
  if (!/^https?:/i.test(url)) return undefined;
  try {
    return new Request(url, { ...init, redirect: 'manual' });
  } catch {
    return undefined;
  }
}

/** The whole body, unpacked; undefined when it is longer than allowed, and then the rest is never read. */
async function textOf({ body }: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : (name ?? 'error');
}

/** Statuses below 500 after which the same request may be taken later: a timeout, too early, too many. */
const passing: readonly number[] = [408, 425, 429];

/** What a status says about the request: taken, to be tried again, or never to be taken as it is. */
export function outcomeOf(status: number): PostOutcome {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || passing.includes(status) ? 'unavailable' : 'refused';
}
