import type { Task } from './data/task.ts';
import type { Measures } from './measures.ts';
import { meanMeasures, meanOf, measuresOf, owaOf } from './measures.ts';
import type { Answer } from './models.ts';
import { answersOf } from './models.ts';
import { naive2, seasonalNaive } from './naive.ts';
import type { ForecastBenchOptions } from './options.ts';
import { answersOfPeers } from './peers/peers.ts';
import type { Chapter, Row } from './report.ts';

/** Forecasts the same series by everything, side by side. */
export async function compare(
  part: string,
  tasks: readonly Task[],
  { models, peers, seed }: ForecastBenchOptions,
): Promise<Chapter> {
  const naive = tasks.map((task) => measuresOf(task, pointsAlone(naive2(task.history))));
  const reference = meanMeasures(naive);
  const rows: Row[] = [
    { what: 'Naive2', figures: figuresOf(reference, reference) },
    { what: 'seasonal naive, 24', figures: figuresOf(meanMeasures(tasks.map(ofSeasonalNaive)), reference) },
  ];
  for (const model of models) {
    console.error(`  ${model} …`);
    rows.push(rowOf(model, tasks, await answersOf(model, tasks, seed), reference));
  }
  if (peers) console.error('  the peers, by Python …');
  const others = peers ? await answersOfPeers(tasks, process.env) : null;
  for (const [name, answers] of Object.entries(others?.answers ?? {})) {
    rows.push(rowOf(name, tasks, answers, reference));
  }
  const settings = { seed, peers: others?.versions ?? null, forecasts: tasks.map(({ id }) => id) };
  return { part, of: `${tasks.length} forecasts of 48 hours`, rows, settings };
}

/** What is refused counts as the seasonal naive forecast, so that nobody gains by refusing. */
function rowOf(what: string, tasks: readonly Task[], answers: readonly Answer[], naive: Measures): Row {
  const all = tasks.map((task, index) => {
    const expected = answers[index]?.expected;
    return expected ? measuresOf(task, expected) : ofSeasonalNaive(task);
  });
  const seconds = answers.map((answer) => answer.seconds);
  const refused = answers.filter(({ expected }) => expected === null).length;
  const cost = { 's/series': meanOf(seconds), 's at most': Math.max(...seconds), refused };
  return { what, figures: { ...figuresOf(meanMeasures(all), naive), ...cost } };
}

function figuresOf({ smape, mase, coverage, msis }: Measures, naive: Measures): Row['figures'] {
  return { OWA: owaOf({ smape, mase, coverage, msis }, naive), sMAPE: smape, MASE: mase, coverage, MSIS: msis };
}

function ofSeasonalNaive(task: Task): Measures {
  return measuresOf(task, pointsAlone(seasonalNaive(task.history)));
}

function pointsAlone(point: readonly number[]) {
  return { point, lower: null, upper: null };
}
