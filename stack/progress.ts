/** Receives one line for people whenever something long starts, goes on, or is done. */
export type Progress = (line: string) => void;

/** For callers who do not want to hear about it. */
export function silent(): void {}

/** Runs a task, says that it started, repeats every few seconds how long it has taken, and says when it is done. */
export async function withElapsedTime<Result>(
  progress: Progress,
  title: string,
  task: () => Promise<Result>,
  everyMs = 5_000,
): Promise<Result> {
  const start = performance.now();
  progress(`${title} …`);
  const ticker = setInterval(() => progress(`${title} … ${secondsSince(start)} s`), everyMs);
  try {
    const result = await task();
    progress(`${title}: done after ${secondsSince(start)} s`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1_000);
}
