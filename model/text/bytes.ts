const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A number of bytes for people, in units that are thousands of each other: `18.4 MB`. */
export function formatBytes(bytes: number): string {
  const steps = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const amount = bytes / 1_000 ** steps;
  return `${steps === 0 ? amount : amount.toFixed(amount < 100 ? 1 : 0)} ${units[steps]}`;
}
