/** Reads one secret from where the file says it stands. */
export type ReadSecret = (
  secret: { readonly env: string } | { readonly file: string },
  path: readonly (string | number)[],
) => string;

/** Reads the secrets of a record, such as of headers, by their names. */
export function secretsOf(
  secrets: Readonly<Record<string, Parameters<ReadSecret>[0]>>,
  readSecret: ReadSecret,
  path: readonly (string | number)[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(secrets);
  return Object.fromEntries(entries.map(([name, secret]) => [name, readSecret(secret, [...path, name])]));
}
