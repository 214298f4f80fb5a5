import { Drain } from '../../../detection/logs/lines/drain.ts';
import type { Figure } from '../../report.ts';
import { corporaOf } from './corpora.ts';
import { groupsOfDrain3 } from './drain3.ts';
import { groupingAccuracy } from './grouping-accuracy.ts';

/** How well lines are grouped, beside the reference implementation on the same masked lines. */
export async function measureGrouping(seed: number): Promise<readonly Figure[]> {
  const corpora = corporaOf(seed);
  const reference = await groupsOfDrain3(corpora, process.env);
  const compared = corpora.map(({ service, kinds, lines }, index) => {
    const drain = new Drain();
    const own = lines.map((line) => drain.add(line));
    return {
      service,
      own: groupingAccuracy(kinds, own),
      reference: groupingAccuracy(kinds, reference[index] ?? []),
    };
  });
  const mean = (of: 'own' | 'reference'): number => compared.reduce((sum, one) => sum + one[of], 0) / compared.length;
  return [
    figureOf(`grouping accuracy, mean of ${compared.length} services`, mean('own'), mean('reference')),
    ...compared
      .filter(({ own, reference: other }) => own !== other)
      .map(({ service, own, reference: other }) => figureOf(`grouping accuracy, ${service}`, own, other)),
  ];
}

function figureOf(what: string, value: number, reference: number): Figure {
  return { what, unit: '%', value, beside: { what: 'drain3', value: reference, ratio: value / reference } };
}
