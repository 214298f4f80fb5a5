/** A time that the API server tells, as ISO 8601, UTC; null where it is none. An event may bear `null` for a time. */
export function timeOf(time: Date | string | null | undefined): string | null {
  if (!time) return null;
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
