import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../model/alert/fingerprint.ts';
import type { Amount, ForecastDefinition } from '../../../../model/forecast/running/definition.ts';
import type { ForecastQuestion } from '../../../../model/forecast/forecast.ts';
import type { SeriesQuery } from '../../../../model/forecast/series-query.ts';
import type { Series } from '../../../../model/forecast/series.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aHistory, madeAtMs } from '../../../support/forecasting/definitions.ts';
import { ForecastScene } from '../../../support/forecasting/forecast-scene.ts';

const hours = 60 * 60_000;
const series = aHistory('web-1', [30, 20]);

function promQl(query: string): SeriesQuery {
  return { kind: 'prometheus', query, counters: 'raw', unit: null };
}

function amount(query: string): Amount {
  return { kind: 'query', query: promQl(query) };
}

/** What the calculator is asked for one series, where the source has more. */
async function asked(
  change: Partial<ForecastDefinition>,
  others: Readonly<Record<string, readonly Series[]>> = {},
): Promise<Partial<ForecastQuestion>> {
  const scene = new ForecastScene(change);
  Object.assign(scene.series, { avail: [series], ...others });
  await scene.run((own) => own.forecastShard({ forecast: 'disks', madeAtMs, keys: [fingerprintOf(series.labels)] }));
  return scene.asked[0] ?? {};
}

/** The end of a step of six, the last of which is now. */
function at(step: number): number {
  return madeAtMs + (step - 5) * hours;
}

describe('a series is forecast', () => {
  it('within its own bounds, by the labels that both have', async () => {
    const bounds = { lower: { kind: 'number', value: 0 }, upper: amount('size') } as const;
    const size = [aHistory('web-2', [7]), aHistory('web-1', [90, 100, null])];

    expect((await asked({ bounds }, { size })).bounds).toEqual({ lower: 0, upper: 100 });
  });

  it('without a bound that nobody knows', async () => {
    const bounds = { lower: null, upper: amount('size') };

    expect((await asked({ bounds }, { size: [aHistory('web-2', [7])] })).bounds).toEqual({ lower: null, upper: null });
  });

  it('with what happens meanwhile: known dates, and while a query is above 0', async () => {
    const sale = { name: 'sale', fromMs: 1, toMs: 2 };
    const eventQueries = [{ name: 'deployment', query: promQl('changes') }];
    const changes = [aHistory('web-1', [1, 0, 2, 3, null, 1])];

    const { events } = await asked({ events: [sale], eventQueries }, { changes });

    expect(events).toEqual([
      sale,
      { name: 'deployment', fromMs: at(0), toMs: at(1) },
      { name: 'deployment', fromMs: at(2), toMs: at(4) },
      { name: 'deployment', fromMs: at(5), toMs: at(6) },
    ]);
  });

  it('with the one series that explains it', async () => {
    const regressors = [
      { name: 'visitors', query: promQl('visitors') },
      { name: 'orders', query: promQl('orders') },
    ];
    const [visitors, orders] = [[aHistory('web-1', [1]), aHistory('web-2', [2])], [aHistory('web-3', [3])]];

    const question = await asked({ regressors }, { visitors, orders });

    expect(question.regressors).toEqual([{ name: 'visitors', series: visitors[0] }]);
  });

  it.each([
    ['auto', 'auto'],
    [
      [24 * hours, 168 * hours],
      [24, 168],
    ],
    [[0.4 * hours, 24.4 * hours, 24 * hours], [24]],
  ] as const)('with seasons of %j in steps: %j', async (seasonsMs, seasons) => {
    expect((await asked({ seasonsMs })).seasons).toEqual(seasons);
  });
});

async function unknown(): Promise<never> {
  throw new RangeError('no holidays of XX are known');
}

it('a forecast by the holidays of a place that nobody knows is refused', async () => {
  const scene = new ForecastScene(
    { calendar: { country: 'XX', region: null, timeZone: 'UTC' } },
    { holidaysOf: unknown },
  );
  const shard = { forecast: 'disks', madeAtMs, keys: [fingerprintOf(series.labels)] };

  const failed = await failureOf(() => scene.run((own) => own.forecastShard(shard)));

  expect(failed).toMatchObject({ ...aFailure('SeriesRefused'), message: expect.stringContaining('of XX') });
});

it('a forecast without any limit that is known tells nothing', async () => {
  const scene = new ForecastScene({ limits: [{ direction: 'above', amount: amount('size') }] });
  scene.series['avail'] = [series];
  scene.crossing = { atMs: madeAtMs + 1, earliestMs: madeAtMs + 1, latestMs: null, probability: 1 };

  await scene.run((own) => own.forecastShard({ forecast: 'disks', madeAtMs, keys: [fingerprintOf(series.labels)] }));

  expect(scene.asked).toHaveLength(1);
  expect(scene.told).toEqual([]);
});
