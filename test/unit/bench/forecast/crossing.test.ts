import { describe, expect, it } from 'vitest';
import { lineThrough, predictLinear } from '../../../../bench/forecast/crossing/predict-linear.ts';
import { askAll, calibrationOf, scoreOf } from '../../../../bench/forecast/crossing/score.ts';
import type { MadeHistory } from '../../../../bench/forecast/histories/make-histories.ts';
import { horizonSteps, makeHistories } from '../../../../bench/forecast/histories/make-histories.ts';

const hourMs = 3_600_000;

function endOf({ series }: MadeHistory): number {
  return series.startMs + (series.values.length - 1) * series.stepMs;
}

function isBeyond({ limit }: MadeHistory, value: number): boolean {
  return limit.direction === 'above' ? value >= limit.value : value <= limit.value;
}

const histories = makeHistories(7, 16, 6);

describe('the histories', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(makeHistories(7, 16, 6)).toEqual(histories);
    expect(makeHistories(8, 16, 6)).not.toEqual(histories);
  });

  it('are of every kind, and reach their limit in every second case', () => {
    expect(new Set(histories.map(({ kind }) => kind)).size).toBe(4);
    expect(histories.filter(({ crossesAtMs }) => crossesAtMs !== null)).toHaveLength(8);
  });

  it('reach it when the truth says, and not a step before', () => {
    for (const history of histories.filter(({ crossesAtMs }) => crossesAtMs !== null)) {
      const first = history.ahead.findIndex((value) => isBeyond(history, value));

      const stepsUntil = ((history.crossesAtMs ?? 0) - endOf(history)) / history.series.stepMs;
      expect(first + 1).toBe(6 * 4);
      expect(stepsUntil).toBeGreaterThan(first);
      expect(stepsUntil).toBeLessThanOrEqual(first + 1);
    }
  });

  it('have not reached it at their end, and without a truth never do', () => {
    for (const history of histories) {
      expect(isBeyond(history, history.series.values.at(-1) ?? 0)).toBe(false);
      expect(history.ahead).toHaveLength(horizonSteps);
      expect(history.ahead.some((value) => isBeyond(history, value))).toBe(history.crossesAtMs !== null);
    }
  });

  it('may reach it at any hour of the day after', () => {
    const leads = makeHistories(7, 16, 'any').flatMap((one) =>
      one.crossesAtMs === null ? [] : [one.crossesAtMs - endOf(one)],
    );

    expect(Math.min(...leads)).toBeLessThan(6 * hourMs);
    expect(Math.max(...leads)).toBeGreaterThan(12 * hourMs);
  });
});

describe('predict_linear', () => {
  it('draws a line by least squares, with the intercept now', () => {
    // By hand: mean time -1.5, mean value 4; slope (1.5 * 3 + 0.5 * 1 + 0.5 * 0 + 1.5 * 4) / 5.
    const { slope, intercept } = lineThrough([1, 3, 4, 8]);

    expect(slope).toBeCloseTo(2.2, 10);
    expect(intercept).toBeCloseTo(4 + 1.5 * 2.2, 10);
  });

  it('foresees where its line meets the limit', async () => {
    const [history] = histories;
    if (!history) throw new Error('there is no history');
    const values = history.series.values.map((_, index) => 10_000 - index);
    const line: MadeHistory = {
      ...history,
      series: { ...history.series, values },
      limit: { direction: 'below', value: 7_935 },
    };

    const foreseen = await predictLinear(6).foresee(line);

    // The last value is 7985, and it loses one a step.
    expect(foreseen.probability).toBe(1);
    expect(foreseen.atMs).toBeCloseTo(endOf(line) + 50 * line.series.stepMs, -3);
  });
});

describe('the score', () => {
  it('counts what was foreseen and what came, and how far off the time was', async () => {
    const late = hourMs;
    // Foresees the half that crosses, an hour late, and one of the others.
    const method = {
      name: 'oracle',
      foresee: (history: MadeHistory) =>
        Promise.resolve(
          history === histories[4]
            ? { probability: 0.9, atMs: endOf(history) }
            : {
                probability: history.crossesAtMs === null ? 0.1 : 0.9,
                atMs: history.crossesAtMs && history.crossesAtMs + late,
              },
        ),
    };

    const said = await askAll(method, histories);

    const score = scoreOf(said);
    expect(score).toMatchObject({ precision: 8 / 9, recall: 1 });
    expect(score.timeError).toBeCloseTo(1 / 6, 1);
    expect(calibrationOf(said)).toMatchObject([
      { from: 0, count: 7, came: 0 },
      { from: 0.8, count: 9, came: 8 / 9 },
    ]);
  });
});
