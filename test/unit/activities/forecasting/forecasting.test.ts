import { describe, expect, it } from 'vitest';
import { ForecastStoreError } from '../../../../clients/forecasts/forecast-store.ts';
import { SeriesError } from '../../../../clients/series/series-source.ts';
import { fingerprintOf } from '../../../../model/alert/fingerprint.ts';
import { noCounts } from '../../../../model/forecast/running/forecast-run.ts';
import type { RefusalReason } from '../../../../model/forecast/forecast.ts';
import { anActivity } from '../../../support/acting/activity.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aHistory, madeAtMs } from '../../../support/forecasting/definitions.ts';
import { ForecastScene } from '../../../support/forecasting/forecast-scene.ts';
import { samplesOf } from '../../../support/metrics/metrics.ts';

const hours = 60 * 60_000;
const run = { forecast: 'disks', madeAtMs };
const instances = (count: number) => Array.from({ length: count }, (_, nth) => `web-${String(nth).padStart(5, '0')}`);
const keyOf = (instance: string): string => fingerprintOf({ __name__: 'avail', instance });

/** A scene with so many hosts that have forecasts. */
function aScene(count: number, ...args: ConstructorParameters<typeof ForecastScene>): ForecastScene {
  const scene = new ForecastScene(...args);
  scene.series['avail'] = instances(count).map((instance) => aHistory(instance, [30, 20]));
  return scene;
}

describe('listSeries', () => {
  it('names 10,000 series in parts of fifty, by so little that a history can hold them', async () => {
    const scene = aScene(10_000, { maxSeries: 10_000 });

    const shards = await scene.run((own) => own.listSeries(run));

    expect(shards).toHaveLength(200);
    expect(Math.max(...shards.map(({ length }) => length))).toBe(50);
    expect(shards[0]?.slice(0, 2)).toEqual([keyOf('web-00000'), keyOf('web-00001')]);
    expect(JSON.stringify(shards).length).toBeLessThan(256 * 1_024);
  });

  it('reads only the last moments', async () => {
    const scene = aScene(1);

    await scene.run((own) => own.listSeries(run));

    expect(scene.questions).toMatchObject([{ fromMs: madeAtMs - 3 * hours, toMs: madeAtMs, stepMs: hours }]);
  });

  it.each([
    ['refused', 'SeriesRefused'],
    ['too-many-series', 'SeriesRefused'],
    ['stale', 'SeriesRefused'],
    ['unavailable', 'SeriesUnavailable'],
  ] as const)('fails with a type where the source says %s', async (kind, type) => {
    const scene = aScene(1);
    scene.source = () => {
      throw new SeriesError(kind, 'the reason');
    };

    const failed = await failureOf(() => scene.run((own) => own.listSeries(run)));

    expect(failed).toMatchObject({ ...aFailure(type), message: 'the reason' });
  });

  it('fails where only a part of the source answers: what is missing would be taken for gone', async () => {
    const seriesSource = { read: async () => ({ series: [], isPartial: true, notes: [] }) };
    const scene = aScene(1, {}, { seriesSource });

    const failed = await failureOf(() => scene.run((own) => own.listSeries(run)));

    expect(failed).toMatchObject(aFailure('SeriesUnavailable'));
  });

  it('fails for a forecast that this worker does not know', async () => {
    const failed = await failureOf(() => aScene(1).run((own) => own.listSeries({ ...run, forecast: 'gone' })));

    expect(failed).toMatchObject(aFailure('UnknownForecast'));
  });
});

describe('forecastShard', () => {
  const keys = instances(3).map(keyOf);

  it('forecasts each series over its whole past, and counts', async () => {
    const scene = aScene(3);

    const counts = await scene.run((own) => own.forecastShard({ ...run, keys }));

    expect(counts).toEqual({ ...noCounts, made: 3 });
    expect(scene.asked.map(({ series }) => series.labels['instance'])).toEqual(instances(3));
    expect(scene.asked[0]).toMatchObject({ horizon: 4, model: 'ensemble', seasons: 'auto', state: null, level: 0.95 });
    expect(scene.questions.at(-1)).toMatchObject({ fromMs: madeAtMs - 24 * hours, toMs: madeAtMs });
  });

  it('reads no series but its own', async () => {
    const scene = aScene(5);

    await scene.run((own) => own.forecastShard({ ...run, keys: keys.slice(0, 2) }));

    expect(scene.questions.at(-1)?.only).toEqual(instances(2).map((instance) => ({ __name__: 'avail', instance })));
  });

  it('asks once in a run what there is, however many shards it has', async () => {
    const scene = aScene(3);

    await scene.run((own) => own.listSeries(run));
    for (const key of keys) await scene.run((own) => own.forecastShard({ ...run, keys: [key] }));

    expect(scene.questions.filter(({ fromMs }) => fromMs === madeAtMs - 3 * hours)).toHaveLength(1);
  });

  it('goes on after a crash behind the last series that is done, and tells nothing twice', async () => {
    const scene = aScene(3);
    scene.crossing = { atMs: madeAtMs + hours, earliestMs: madeAtMs + 1, latestMs: null, probability: 0.9 };
    scene.before = (key) => {
      if (key === keys[2]) throw new Error('crash');
    };
    await expect(scene.run((own) => own.forecastShard({ ...run, keys }))).rejects.toThrow('crash');
    scene.before = () => undefined;
    scene.asked.length = 0;

    const heartbeatDetails = scene.left.at(-1);
    const counts = await scene.run((own) => own.forecastShard({ ...run, keys }), {
      attempt: 2,
      heartbeatDetails,
    });

    expect(counts).toEqual({ ...noCounts, made: 3, predicted: 3 });
    expect(scene.asked.map(({ series }) => series.labels['instance'])).toEqual(['web-00002']);
    expect(scene.told.map(({ cause }) => cause)).toEqual(keys.map((key) => `below-${key}`));
  });

  it('has nothing to do where an attempt was lost after its last series', async () => {
    const scene = aScene(3);
    const counts = { ...noCounts, made: 3 };

    const again = await scene.run((own) => own.forecastShard({ ...run, keys }), {
      heartbeatDetails: { done: 3, counts },
    });

    expect(again).toEqual(counts);
    expect(scene.questions).toEqual([]);
  });

  it('counts what is refused by its reason, says so in one line, and goes on', async () => {
    const scene = aScene(2);
    const reasons: RefusalReason[] = ['too-few-values', 'out-of-time'];
    scene.answer = () => ({ kind: 'refused', reason: reasons.shift() ?? 'stale', detail: '' });

    const counts = await scene.run((own) => own.forecastShard({ ...run, keys }));

    const refused = { 'too-few-values': 1, 'out-of-time': 1, stale: 1 };
    expect(counts).toEqual({ ...noCounts, refused });
    expect(scene.log.lines()).toMatchObject([{ level: 40, forecast: 'disks', refused }]);
    const samples = await samplesOf(scene.registry, 'nightshift_forecasts_total');
    expect(samples).toMatchObject({ 'forecast="disks",result="stale"': 1, 'forecast="disks",result="made"': 0 });
  });

  it('goes on behind a series whose calculation breaks', async () => {
    const scene = aScene(2);
    const flat = scene.answer;
    scene.answer = (question) => {
      if (question.series.labels['instance'] === 'web-00000') throw new Error('it broke');
      return flat(question);
    };

    const counts = await scene.run((own) => own.forecastShard({ ...run, keys: keys.slice(0, 2) }));

    expect(counts).toEqual({ ...noCounts, made: 1, refused: { 'model-failed': 1 } });
    expect(scene.log.lines()[0]).toMatchObject({ level: 40, msg: 'a forecast could not be calculated' });
  });

  it('hands on what was learned, and keeps what was issued', async () => {
    const scene = aScene(1);
    const [key = ''] = keys;
    const shard = { ...run, keys: [key] };

    await scene.run((own) => own.forecastShard(shard));
    await scene.run((own) => own.forecastShard({ ...shard, madeAtMs: madeAtMs + hours }));

    expect(scene.asked.map(({ state }) => state?.trainedToMs ?? null)).toEqual([null, madeAtMs]);
    expect(scene.kept.get(`disks/${key}`)?.issued.map((issued) => issued.madeAtMs)).toEqual([
      madeAtMs,
      madeAtMs + hours,
    ]);
  });

  it('forecasts without a place for what it has learned, and says so once', async () => {
    const forecastStore = {
      read: async () => ({ state: null, issued: [] }),
      write: () => Promise.reject(new ForecastStoreError('/full', new Error('ENOSPC'))),
      removeOld: async () => undefined,
    };
    const scene = aScene(2, {}, { forecastStore });

    const counts = await scene.run((own) => own.forecastShard({ ...run, keys: keys.slice(0, 2) }));

    expect(counts.made).toBe(2);
    expect(scene.log.lines()).toMatchObject([{ level: 40, msg: 'what a forecast has learned was not kept' }]);
  });

  it('stops where its run is cancelled', async () => {
    const scene = aScene(3);
    const activity = anActivity();
    scene.answer = (question) => (activity.cancel(), new ForecastScene().answer(question));

    const ended = activity.run(() => scene.activities.forecastShard({ ...run, keys }));

    await expect(ended).rejects.toThrow('CANCELLED');
    expect(scene.asked).toHaveLength(1);
  });
});
