/** Asks again only after some time, however often somebody wants to know. */
export function remembered<T>(ask: () => Promise<T>, everyMs: number): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let askedAt = 0;
  return () => {
    if (answer && Date.now() - askedAt < everyMs) return answer;
    askedAt = Date.now();
    answer = ask();
    return answer;
  };
}
