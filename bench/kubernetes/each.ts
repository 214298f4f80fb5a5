const inFlight = 16;

/** Does something with each of so many, by their numbers from 0, a few at a time. */
export async function each(count: number, todo: (nth: number) => Promise<unknown>): Promise<void> {
  const left = Array.from({ length: count }, (_, nth) => nth).values();
  const work = async (): Promise<void> => {
    for (const nth of left) await todo(nth);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
