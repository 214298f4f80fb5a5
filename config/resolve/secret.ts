/** Reads one secret from where the file says it stands. */
export type ReadSecret = (
  secret: { readonly env: string } | { readonly file: string },
  path: readonly (string | number)[],
) => string;
