import { maskVariables } from '../../../detection/logs/lines/masking.ts';
import { labelledIncidents } from '../incidents.ts';

/** Masked lines of one service, and what wrote each of them. */
export interface Corpus {
  readonly service: string;
  readonly lines: readonly string[];
  readonly kinds: readonly string[];
}

/** As many as the samples of Loghub have. */
const size = 2_000;
const fewest = 500;

/** Healthy lines of each service, from many scenes; the kinds that wrote them are their true templates. */
export function corporaOf(seed: number): readonly Corpus[] {
  const numbers = new Map<object, number>();
  const all = labelledIncidents(seed, 1, 0).flatMap(({ before, kinds }) =>
    before.map(({ service, level, message, id }) => {
      const kind = kinds.get(id ?? '') ?? {};
      const number = numbers.get(kind) ?? numbers.size;
      numbers.set(kind, number);
      // A line with its level in its text has a template of its own.
      return { service, line: maskVariables(message), kind: `${number} ${level}` };
    }),
  );
  return [...Map.groupBy(all, ({ service }) => service ?? '')]
    .map(([service, lines]) => ({ service, lines: lines.slice(0, size) }))
    .filter(({ lines }) => lines.length >= fewest)
    .map(({ service, lines }) => ({
      service,
      lines: lines.map(({ line }) => line),
      kinds: lines.map(({ kind }) => kind),
    }));
}
