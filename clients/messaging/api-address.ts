/** The address of one call of a vendor's API, however its own address ends. */
export function apiAddress(api: string, path: string): string {
  return `${api.replace(/\/+$/, '')}/${path}`;
}
