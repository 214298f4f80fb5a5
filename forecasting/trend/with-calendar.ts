const [dayMs, weekMs] = [86_400_000, 7 * 86_400_000];
/** A day of fewer steps has no shape. */
const leastSteps = 6;
/** It has to be seen so often. */
const [days, weeks] = [3, 2];

/**
 * Seasons with the day and the week among them, where the history has enough of them: where a trend is much larger than
 * the seasons, these are hard to find in it, and hardly anything is free of them.
 */
export function withCalendar(seasons: readonly number[], stepMs: number, count: number): readonly number[] {
  const [day, week] = [dayMs / stepMs, weekMs / stepMs];
  const calendar = [...(days * day <= count ? [day] : []), ...(weeks * week <= count ? [week] : [])];
  const fitting = calendar.filter((season) => season >= leastSteps && Number.isInteger(season));
  return [...new Set([...seasons, ...fitting])].toSorted((a, b) => a - b);
}
