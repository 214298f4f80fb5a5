/** What a process counts now: the sum of all series of `/metrics` that begin so. */
export async function sumOf(url: string, beginning: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const samples = text.split('\n').filter((line) => line.startsWith(beginning));
  return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
