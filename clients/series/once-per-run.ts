import type { FoundSeries, SeriesSource } from './series-source.ts';

/**
 * Asks each question once. It lives as long as one run of forecasts, whose signal all its questions share; what failed is
 * asked again.
 */
export function oncePerRun<Query>(source: SeriesSource<Query>): SeriesSource<Query> {
  const answers = new Map<string, Promise<FoundSeries>>();
  return {
    read(question) {
      const { signal: _, ...asked } = question;
      const key = JSON.stringify(asked);
      const known = answers.get(key);
      if (known) return known;
      const answer = source.read(question);
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
      return answer;
    },
  };
}
