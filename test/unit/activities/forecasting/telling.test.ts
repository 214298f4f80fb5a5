import { describe, expect, it } from 'vitest';
import type { Foreseen } from '../../../../activities/forecasting/dependencies.ts';
import { fingerprintOf } from '../../../../model/alert/fingerprint.ts';
import type { Crossing } from '../../../../model/forecast/crossing.ts';
import { noCounts } from '../../../../model/forecast/running/forecast-run.ts';
import type { Amount } from '../../../../model/forecast/running/definition.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aHistory, madeAtMs } from '../../../support/forecasting/definitions.ts';
import { ForecastScene } from '../../../support/forecasting/forecast-scene.ts';

const hours = 60 * 60_000;
const series = aHistory('web-1:9100', [30, 20]);
const key = fingerprintOf(series.labels);
const cause = `below-${key}`;
const question = { forecast: 'disks', madeAtMs, keys: [key] };

function aCrossing(probability: number): Crossing {
  return { atMs: madeAtMs + 3 * hours, earliestMs: madeAtMs + 2 * hours, latestMs: null, probability };
}

function aScene(crossing: Crossing | null, ...args: ConstructorParameters<typeof ForecastScene>): ForecastScene {
  const scene = new ForecastScene(...args);
  scene.series['avail'] = [series];
  scene.crossing = crossing;
  return scene;
}

function sizes(value: number) {
  return [aHistory('web-1:9100', [value]), aHistory('web-2:9100', [7])];
}

const unable = () => Promise.reject(new Error('no room'));

function tell(scene: ForecastScene) {
  return scene.run((own) => own.forecastShard(question));
}

describe('a prediction', () => {
  it('is begun where a limit is foreseen surely enough, where the alert itself would belong', async () => {
    const scene = aScene(aCrossing(0.8));

    const counts = await tell(scene);

    expect(counts).toEqual({ ...noCounts, made: 1, predicted: 1 });
    expect(scene.told).toEqual([
      {
        way: 'raise',
        cause,
        prediction: {
          forecast: 'disks',
          series: series.labels,
          incident: 'host/web-1',
          target: 'host/web-1',
          limit: { direction: 'below', value: 10 },
          unit: 'bytes',
          madeAtMs,
          value: 20,
          crossing: scene.crossing,
          horizonMs: 4 * hours,
          everyMs: 1 * hours,
          model: 'ensemble',
          picture: 'forecast-1.svg',
          terms: scene.definition.terms,
        },
      },
    ]);
  });

  it('is shown to whoever watches, with every limit', async () => {
    const scene = aScene(aCrossing(0.5));

    await tell(scene);

    const limits = [{ limit: { direction: 'below', value: 10 }, crossing: scene.crossing }];
    expect(scene.published).toEqual([{ name: 'disks', limits }]);
  });

  it.each([
    ['no crossing is foreseen', null, { receded: 1 }],
    ['one is foreseen with too little confidence', aCrossing(0.79), { predicted: 1 }],
  ])('is told that $0 only where there is one', async (_what, crossing, counted) => {
    const [nobody, somebody] = [aScene(crossing), aScene(crossing)];
    somebody.running.add(cause);

    const counts = [await tell(nobody), await tell(somebody)];

    expect(counts).toEqual([
      { ...noCounts, made: 1 },
      { ...noCounts, made: 1, ...counted },
    ]);
    expect(nobody.told).toEqual([]);
    expect(somebody.told).toMatchObject([{ way: 'update', prediction: { crossing, picture: null } }]);
  });

  it('is the same one, whatever its limit is by now', async () => {
    const amount: Amount = { kind: 'query', query: { kind: 'prometheus', query: 'size', counters: 'raw', unit: null } };
    const scene = aScene(aCrossing(0.9), { limits: [{ direction: 'below', amount }] });

    scene.series['size'] = sizes(100);
    await tell(scene);
    scene.series['size'] = sizes(120);
    await scene.run((own) => own.forecastShard({ ...question, madeAtMs: madeAtMs + hours }));

    expect(scene.told).toMatchObject([
      { cause, prediction: { limit: { value: 100 } } },
      { cause, prediction: { limit: { value: 120 } } },
    ]);
  });

  it('is not made for an alert that a route ignores', async () => {
    const nowhere = { incident: null, target: null, runbook: null };
    const scene = aScene(aCrossing(0.9), {}, { belongingOf: () => nowhere });

    const counts = await tell(scene);

    expect(counts).toEqual({ ...noCounts, made: 1 });
    expect(scene.told).toEqual([]);
  });

  it.each([
    { title: 'the one that answers the alert', own: null, expected: 'service-down' },
    { title: 'the one that operators name', own: 'disk-cleanup', expected: 'disk-cleanup' },
  ] as const)('is answered by $title', async ({ own, expected }) => {
    const service = { incident: 'host/web-1', target: 'host/web-1', runbook: 'service-down' } as const;
    const { terms } = new ForecastScene().definition;
    const scene = aScene(aCrossing(0.9), { terms: { ...terms, runbook: own } }, { belongingOf: () => service });

    await tell(scene);

    expect(scene.told[0]?.prediction.terms.runbook).toBe(expected);
  });

  it('carries no secret and no long text of its series into a history', async () => {
    const labels = { instance: 'web-1', url: 'https://u:s3cr3tpass@web-1/', note: 'x'.repeat(5_000) };
    const scene = aScene(aCrossing(0.9));
    scene.series['avail'] = [{ ...series, labels }];

    await scene.run((own) => own.forecastShard({ ...question, keys: [fingerprintOf(labels)] }));

    const text = JSON.stringify(scene.told);
    expect(text).not.toContain('s3cr3tpass');
    expect(text.length).toBeLessThan(2_000);
  });

  it('has a picture that says what it is about', async () => {
    const titles: string[] = [];
    const keepPicture = async ({ title }: Foreseen) => (titles.push(title), 'forecast-1.svg');
    const scene = aScene(aCrossing(0.9), {}, { keepPicture });

    await tell(scene);

    expect(titles).toEqual(['disks of host/web-1']);
  });

  it('is told without a picture where none can be kept', async () => {
    const scene = aScene(aCrossing(0.9), {}, { keepPicture: unable });

    await tell(scene);

    expect(scene.told).toMatchObject([{ way: 'raise', prediction: { picture: null } }]);
    expect(scene.log.lines()).toMatchObject([{ level: 40, msg: 'the picture of a prediction was not kept' }]);
  });

  it('that cannot be told is tried again, and its series with it', async () => {
    const scene = aScene(aCrossing(0.9), {}, { predictions: { raise: unable, update: unable, claim: unable } });

    const failed = await failureOf(() => tell(scene));

    expect(failed).toMatchObject(aFailure('TemporalUnavailable'));
    expect(scene.left).toEqual([]);
  });
});
