/**
 * Works on what comes, a few at a time, and hands on the results in the order in which it came. No more is read than is
 * worked on, so that a long input needs no more memory than a short one.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    // A failure is heard of when its turn comes.
    result.catch(() => undefined);
    underWay.push(result);
    const first = underWay.length > atOnce ? underWay.shift() : undefined;
    if (first) yield await first;
  }
  for (const result of underWay) yield await result;
}
