type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The JSON merge patch (RFC 7386) that makes one value another: what is gone is null, lists are replaced as a whole. */
export function mergePatch(from: unknown, to: unknown): Json {
  if (!isObject(from) || !isObject(to)) return to as Json;
  const patch: Record<string, Json> = {};
  for (const name of Object.keys(from)) if (!(name in to)) patch[name] = null;
  for (const [name, value] of Object.entries(to)) {
    if (JSON.stringify(from[name]) !== JSON.stringify(value)) patch[name] = mergePatch(from[name] ?? {}, value);
  }
  return patch;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
