type PostOutcome = 'delivered' | 'refused' | 'unavailable';

/**
 * Posts JSON to an address that is itself a secret: neither the address nor the answer's text ever
 * leaves this function. Redirects count as a refusal, because they would carry the body elsewhere.
 */
export async function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly outcome: PostOutcome;
  /** A status code or an error's code, for people. */
  readonly reason: string;
}> {
  const request = requestOf(url, body, headers);
  if (!request) return { outcome: 'refused', reason: 'the address or a header cannot be used' };
  try {
    const response = await fetch(request);
    // The answer's text is of no interest, and a connection that breaks now changes nothing.
    await response.body?.cancel().catch(() => undefined);
    return { outcome: outcomeOf(response.status), reason: `status ${response.status}` };
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
    return { outcome: 'unavailable', reason: typeof cause?.code === 'string' ? cause.code : (name ?? 'error') };
  }
}

/** Undefined where no attempt can ever succeed; why would repeat the secret. */
function requestOf(url: string, body: unknown, headers: Readonly<Record<string, string>>): Request | undefined {
  if (!/^https?:/i.test(url)) return undefined;
  try {
    return new Request(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return undefined;
  }
}

function outcomeOf(status: number): PostOutcome {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || status === 429 || status === 408 ? 'unavailable' : 'refused';
}
