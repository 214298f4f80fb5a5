/** Stands for whatever varies. */
export const wildcard = '<*>';

/** No longer part of a line is looked at. */
const maxLength = 1_000;

/**
 * Parts of a line that vary from one event to the next. Every repetition is bounded or ends where the next character
 * cannot continue it, so the time is linear in the line. Nothing next to `<` or `>` matches: that makes masking
 * idempotent, because a match in masked text would have been one before.
 */
const variables = new RegExp(
  [
    // Names in quotes; prose in quotes is what programs that write key="value" say, and stays.
    /(?<![^\s(,:{[])"[^"\s<>]{1,200}"(?=[\s),.;}\]]|:(?!$)(?=\s)|$)/,
    /(?<![^\s(,:{[])'[^'\s<>]{1,200}'(?=[\s),.;:}\]]|$)/,
    `(?<![\\w<>])(?:${[
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
      /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/,
      /\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?/,
      /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d{1,5}|\/\d{1,2})?/,
      /(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}/,
      /[a-z]{2,10}:\/\/[^\s"'<>,;)]{1,300}/,
      /\/[\w.@%+~-]{1,100}(?:\/[\w.@%+~-]{0,100}){1,30}(?:\?[^\s"'<>]{0,200})?/,
      /0x[0-9a-f]{1,40}/,
      /(?=[a-z_-]{0,40}\d)[\da-z]{8,100}/,
      /\d{1,40}(?:[.,]\d{1,20}){0,4}[a-z]{0,3}/,
    ]
      .map(({ source }) => source)
      .join('|')})(?![\\w<>])`,
  ]
    .map((part) => (typeof part === 'string' ? part : part.source))
    .join('|'),
  'gi',
);

/** A line with its numbers, times, ids, addresses, paths and quoted names replaced by `<*>`. */
export function maskVariables(line: string): string {
  return line.slice(0, maxLength).replace(variables, wildcard);
}

/** The masked line, and what was replaced in it, in order. */
export function separateVariables(line: string): { readonly masked: string; readonly replaced: readonly string[] } {
  const replaced: string[] = [];
  const masked = line.slice(0, maxLength).replace(variables, (part) => {
    replaced.push(part);
    return wildcard;
  });
  return { masked, replaced };
}
