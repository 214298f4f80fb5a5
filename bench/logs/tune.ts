import { weigh } from '../../detection/logs/evidence/weigh.ts';
import { groupLines } from '../../detection/logs/lines/groups.ts';
import { rank } from '../../detection/logs/rank.ts';
import type { Suspects } from '../../detection/logs/suspects.ts';
import { suspectsIn } from '../../detection/logs/suspects.ts';
import type { Weights } from '../../detection/logs/weights.ts';
import { untuned, weights } from '../../detection/logs/weights.ts';
import { faultNames, labelledIncidents } from './incidents.ts';

// Tunes the weights of the ranking, and says how much of the result is owed to the faults that they were tuned on.
// `node bench/logs/tune.ts [seeds]`; the report of the bench uses other seeds.

interface Case {
  readonly name: string;
  readonly suspects: Suspects | null;
  readonly causes: ReadonlySet<string>;
}

const step = 0.25;
const rounds = 2;
/** Every so many-th fault is left out at once. */
const folds = 5;
const seeds = Number(process.argv[2] ?? 10);
const names = Object.keys(weights) as (keyof Weights)[];
const cases = Array.from({ length: seeds }, (_, index) => casesOf(index + 1)).flat();

function casesOf(seed: number): readonly Case[] {
  return labelledIncidents(seed, 1, 0).map(({ name, causes, before, during, ...windows }) => ({
    name,
    causes,
    suspects: suspectsIn(weigh(groupLines(before, during), windows), windows.duringMs),
  }));
}

function isFound({ suspects, causes }: Case, chosen: Weights, most = 3): boolean {
  return suspects !== null && rank(suspects, chosen, most).some(({ sample }) => causes.has(sample.id ?? ''));
}

function share(of: readonly Case[], chosen: Weights): number {
  return (100 * of.filter((one) => isFound(one, chosen)).length) / of.length;
}

/** One weight after the other is moved by steps for as long as more causes are found. */
function tuned(on: readonly Case[], from: Weights): Weights {
  let [best, bestShare] = [from, share(on, from)];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      for (const by of [step, -step, 2 * step, -2 * step]) {
        const tried = { ...best, [name]: best[name] + by };
        const found = share(on, tried);
        if (found > bestShare + 1e-9) [best, bestShare] = [tried, found];
      }
    }
  }
  return best;
}

const without = (...off: (keyof Weights)[]): Weights => ({
  ...weights,
  ...Object.fromEntries(off.map((name) => [name, 0])),
});
const faults = [...faultNames.first, ...faultNames.added];
const all = tuned(cases, untuned);
console.log(
  `untuned ${share(cases, untuned).toFixed(1)} %, tuned ${share(cases, all).toFixed(1)} %, in use ${share(cases, weights).toFixed(1)} %`,
);
console.log(JSON.stringify(all));
for (const off of names) console.log(`without ${off}: ${share(cases, without(off)).toFixed(1)} %`);
console.log(`without words: ${share(cases, without('changeWords', 'strainedWords')).toFixed(1)} %`);
const left = Array.from({ length: folds }, (_, fold) => {
  const out = new Set(faults.filter((_fault, index) => index % folds === fold));
  const others = tuned(
    cases.filter(({ name }) => !out.has(name)),
    untuned,
  );
  const own = cases.filter(({ name }) => out.has(name));
  return { with: share(own, all), without: share(own, others), untuned: share(own, untuned), others };
});
const mean = (of: 'with' | 'without' | 'untuned'): string =>
  (left.reduce((sum, one) => sum + one[of], 0) / left.length).toFixed(1);
console.log(
  `faults left out: tuned with them ${mean('with')} %, without ${mean('without')} %, untuned ${mean('untuned')} %`,
);
for (const one of left) console.log(JSON.stringify(one));
