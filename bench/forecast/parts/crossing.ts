import type { Ask } from '../crossing/by-forecast.ts';
import { byForecast } from '../crossing/by-forecast.ts';
import { predictLinear, predictLinearOfKubePrometheus } from '../crossing/predict-linear.ts';
import type { Said } from '../crossing/score.ts';
import { askAll, calibrationOf, scoreOf } from '../crossing/score.ts';
import { makeHistories } from '../histories/make-histories.ts';
import { historyKinds } from '../histories/shape.ts';
import type { Chapter, Row } from '../report.ts';

const histories = 200;
const leadHours = 6;
/** Other than the one that the forecasters were made with, which is 1. */
const reportSeed = 2_026;
const wanted = { precision: { atLeast: 0.9 }, recall: { atLeast: 0.8 }, 'error of time': { atMost: 0.15 } };

/** How well it is foreseen that a limit is reached, six hours before it is and where it is not, beside `predict_linear`. */
export async function measureCrossing(ask: Ask): Promise<Chapter> {
  const made = makeHistories(reportSeed, histories, leadHours);
  const atAnyHour = makeHistories(reportSeed + 1, histories, 'any');
  const own = [byForecast('ensemble', ask), byForecast('local-trend', ask)];
  const peers = [...[1, 6, 24].map(predictLinear), predictLinearOfKubePrometheus];
  const rows: Row[] = [];
  for (const method of [...own, ...peers]) {
    console.error(`  ${method.name} …`);
    const said = await askAll(method, made);
    rows.push({ ...rowOf(method.name, said), ...(method === own[0] ? { wanted } : {}) });
    if (!own.includes(method)) continue;
    rows.push(
      ...historyKinds.map((kind) =>
        rowOf(
          `… ${kind}`,
          said.filter(({ history }) => history.kind === kind),
        ),
      ),
    );
    rows.push(...calibrationRows([...said, ...(await askAll(method, atAnyHour))]));
  }
  const settings = { seeds: [reportSeed, reportSeed + 1], leadHours };
  return {
    part: 'crossing',
    of: `${histories} histories, ${leadHours} h before a limit is reached or not`,
    rows,
    settings,
  };
}

function rowOf(what: string, said: readonly Said[]): Row {
  const { precision, recall, timeError } = scoreOf(said);
  return { what, figures: { count: said.length, precision, recall, 'error of time': timeError } };
}

function calibrationRows(said: readonly Said[]): readonly Row[] {
  return calibrationOf(said).map(({ from, to, count, said: probability, came }) => ({
    what: `… told from ${from} to ${to}`,
    figures: { count, told: probability, came },
  }));
}
