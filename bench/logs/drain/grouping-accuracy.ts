/**
 * The share of lines, in percent, that are together with exactly the lines that they belong with: the measure of J. Zhu
 * et al., Tools and benchmarks for automated log parsing, ICSE-SEIP 2019.
 */
export function groupingAccuracy(truth: readonly unknown[], found: readonly unknown[]): number {
  const pairs = truth.map((kind, index) => ({ kind, group: found[index] }));
  const kinds = Map.groupBy(pairs, ({ kind }) => kind);
  const right = [...Map.groupBy(pairs, ({ group }) => group).values()].filter((own) => {
    const same = new Set(own.map(({ kind }) => kind));
    return same.size === 1 && kinds.get(own[0]?.kind)?.length === own.length;
  });
  return (100 * right.reduce((sum, own) => sum + own.length, 0)) / truth.length;
}
