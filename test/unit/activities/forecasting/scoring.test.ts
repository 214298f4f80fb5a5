import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../model/alert/fingerprint.ts';
import type { IssuedForecast } from '../../../../model/forecast/running/issued.ts';
import type { Demotion } from '../../../../model/forecast/scoring/demotion.ts';
import type { ScorebookNotice } from '../../../../model/forecast/scoring/scorebook-notice.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aHistory, madeAtMs } from '../../../support/forecasting/definitions.ts';
import { ForecastScene } from '../../../support/forecasting/forecast-scene.ts';

const hours = 60 * 60_000;
const key = fingerprintOf({ __name__: 'avail', instance: 'web-1' });
const run = { forecast: 'disks', madeAtMs };
const shard = { ...run, keys: [key] };

/** What was forecast so long ago for this moment and the next two hours: 20 ± 5. */
function issuedAgo(hoursAgo: number, change: Partial<IssuedForecast> = {}): IssuedForecast {
  const points = [0, 1, 2].map((ahead) => ({ atMs: madeAtMs + ahead * hours, yhat: 20, lower: 15, upper: 25 }));
  return { madeAtMs: madeAtMs - hoursAgo * hours, model: 'ensemble', points, ...change };
}

/** One host with a history, of which there are forecasts. */
function aScene(values: readonly (number | null)[], issued: readonly IssuedForecast[]): ForecastScene {
  const scene = new ForecastScene();
  scene.series['avail'] = [aHistory('web-1', values)];
  scene.kept.set(`disks/${key}`, { state: null, issued });
  return scene;
}

const demotion: Demotion = {
  model: 'ensemble',
  sinceMs: madeAtMs - 1,
  untilMs: madeAtMs + 1,
  times: 1,
  because: '30 % of 10 predictions were right',
};
const demoted: ScorebookNotice = { days: 30, models: [], demotions: [demotion] };

describe('forecasts of earlier runs', () => {
  it('are compared with what was measured since, and told to the scorebook once', async () => {
    const scene = aScene([30, 40, 30], [issuedAgo(3), issuedAgo(1)]);

    await scene.run((own) => own.forecastShard(shard));
    await scene.run((own) => own.forecastShard({ ...shard, madeAtMs: madeAtMs + 1 }));

    const near = { compared: 1, within: 0 };
    expect(scene.scored).toEqual([
      expect.objectContaining({ kind: 'values', model: 'ensemble', near, far: near, errors: { count: 2, sum: 2 } }),
    ]);
    expect(scene.kept.get(`disks/${key}`)?.issued.map(({ points }) => points.length)).toEqual([2, 2, 4, 4]);
  });

  it('are told as the same by another attempt, whatever was lost in between', async () => {
    const scene = aScene([30, 40, 30], [issuedAgo(3)]);

    await scene.run((own) => own.forecastShard(shard));
    const heartbeatDetails = scene.left.at(-1);
    await scene.run((own) => own.forecastShard(shard), { attempt: 2, heartbeatDetails });

    expect(scene.scored).toHaveLength(2);
    expect(scene.scored[1]).toEqual(scene.scored[0]);
    expect(scene.asked).toHaveLength(1);
  });

  it('that cannot be told are told by another attempt', async () => {
    const scene = new ForecastScene(
      {},
      { scorebooks: { tell: () => Promise.reject(new Error('away')), read: async () => undefined } },
    );
    scene.series['avail'] = [aHistory('web-1', [30, 30])];

    const failed = await failureOf(() => scene.run((own) => own.forecastShard(shard)));

    expect(failed).toMatchObject(aFailure('TemporalUnavailable'));
    expect(scene.left).toHaveLength(1);
  });
});

describe('a limit that was reached', () => {
  const foretold = { raisedAtMs: madeAtMs - 2 * hours, untilMs: madeAtMs + hours };

  it.each([
    ['missed', 'nobody foresaw it', undefined, false],
    ['foreseen', 'it was raised in time', foretold, true],
    ['foreseen', 'it was raised in the last moment', { ...foretold, raisedAtMs: madeAtMs - hours / 2 }, true],
    ['missed', 'it was raised too late', { ...foretold, raisedAtMs: madeAtMs - hours / 2 + 1 }, false],
    ['missed', 'it was expected much earlier', { ...foretold, untilMs: madeAtMs - 1 }, false],
  ])('counts as %s where %s', async (_as, _what, claim, foreseen) => {
    const scene = aScene([30, 20, 9], [issuedAgo(1, { model: 'local-trend' })]);
    if (claim) scene.claims[`below-${key}`] = claim;

    await scene.run((own) => own.forecastShard(shard));

    const limits = scene.scored.filter(({ kind }) => kind === 'limit');
    expect(limits).toEqual([{ kind: 'limit', id: expect.any(String), model: 'local-trend', atMs: madeAtMs, foreseen }]);
  });

  it('is told under the same name by a later run', async () => {
    const scene = aScene([30, 20, 9], [issuedAgo(1)]);

    await scene.run((own) => own.forecastShard(shard));
    scene.series['avail'] = [aHistory('web-1', [30, 20, 9, 8], madeAtMs + hours)];
    await scene.run((own) => own.forecastShard({ ...shard, madeAtMs: madeAtMs + hours }));

    const ids = scene.scored.filter(({ kind }) => kind === 'limit').map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['it was reached before the last run', [30, 9, 9, 9, 9, 9], [issuedAgo(1)]],
    ['nothing was forecast in time', [30, 20, 9], [issuedAgo(0.25)]],
    ['nothing was forecast at all', [30, 20, 9], []],
    ['it was never away from it', [9, 9, 9], [issuedAgo(1)]],
  ])('is nobody’s miss where %s', async (_what, values, issued) => {
    const scene = aScene(values, issued);

    await scene.run((own) => own.forecastShard(shard));

    expect(scene.scored.filter(({ kind }) => kind === 'limit')).toEqual([]);
  });
});

describe('a demoted forecaster', () => {
  it('is replaced, which its predictions and the log say', async () => {
    const scene = aScene([30, 20], []);
    scene.scores = demoted;
    scene.crossing = { atMs: madeAtMs + hours, earliestMs: madeAtMs + 1, latestMs: null, probability: 0.9 };

    await scene.run((own) => own.listSeries(run));
    await scene.run((own) => own.forecastShard(shard));

    expect(scene.asked).toMatchObject([{ model: 'local-trend' }]);
    expect(scene.told).toMatchObject([{ prediction: { model: 'local-trend', standIn: demotion.because } }]);
    expect(scene.log.lines()).toMatchObject([
      { level: 40, msg: 'the configured forecaster is demoted', configured: 'ensemble', model: 'local-trend' },
    ]);
  });

  it('goes on, and stands in for nobody, where all others are demoted as well', async () => {
    const scene = aScene([30, 20], []);
    const everybody = (['ensemble', 'local-trend', 'mstl', 'seasonal-naive'] as const).map((model) => ({
      ...demotion,
      model,
    }));
    scene.scores = { ...demoted, demotions: everybody };
    scene.crossing = { atMs: madeAtMs + hours, earliestMs: madeAtMs + 1, latestMs: null, probability: 0.9 };

    await scene.run((own) => own.forecastShard(shard));

    expect(scene.told).toMatchObject([{ prediction: { model: 'ensemble' } }]);
    expect(scene.told[0]?.prediction).not.toHaveProperty('standIn');
  });

  it('is tried again when its time is over', async () => {
    const scene = aScene([30, 20], []);
    scene.scores = demoted;

    await scene.run((own) => own.forecastShard({ ...shard, madeAtMs: madeAtMs + 1 }));

    expect(scene.asked).toMatchObject([{ model: 'ensemble' }]);
  });

  it('goes on where nobody can say how good it is', async () => {
    const scorebooks = { tell: async () => undefined, read: () => Promise.reject(new Error('away')) };
    const scene = new ForecastScene({}, { scorebooks });
    scene.series['avail'] = [aHistory('web-1', [30, 30])];

    const counts = await scene.run((own) => own.forecastShard(shard));

    expect(counts.made).toBe(1);
    expect(scene.asked).toMatchObject([{ model: 'ensemble' }]);
    expect(scene.log.lines()).toMatchObject([{ level: 40, forecast: 'disks' }]);
  });
});
