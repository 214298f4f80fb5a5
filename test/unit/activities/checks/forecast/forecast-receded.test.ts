import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checks } from '../../../../../activities/checks/index.ts';
import type { PredictionNotice } from '../../../../../model/forecast/predicting/prediction-details.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 0, 1, 12);
const prediction = 'prediction:disks';

const away = () => Promise.reject(new Error('unavailable'));

/** Asks at noon whether a forecast made after eleven has receded, of a prediction that is told every hour. */
function ask(notice: Partial<PredictionNotice> | undefined, aheadMs: number | null = null, sinceMs = noon - hour) {
  const told = {
    status: 'raised',
    madeAtMs: noon,
    everyMs: hour,
    value: 50,
    isReached: false,
    crossingMs: null,
  } as const;
  const readPrediction = async (id: string) => (id === prediction && notice ? { ...told, ...notice } : undefined);
  const check = 'forecast-receded';
  const forecast = { prediction, sinceMs, aheadMs };
  return checks[check]({ check, target: 'host/db-3', forecast }, { ...servicesHere(), readPrediction });
}

describe('forecast-receded', () => {
  beforeEach(() => void vi.useFakeTimers({ now: noon }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['healthy', 'where nothing is expected', {}, null],
    ['unhealthy', 'where it is still expected', { crossingMs: noon + 5 * hour }, null],
    ['healthy', 'where what is expected is far enough to be something else', { crossingMs: noon + 5 * hour }, hour],
    ['unhealthy', 'where what is expected is near', { crossingMs: noon + 5 * minute }, hour],
    ['unhealthy', 'where the limit is reached', { isReached: true }, hour],
    ['unhealthy', 'where the next forecast is still to come', { madeAtMs: noon - hour }, null],
    ['unknown', 'where nobody has forecast it for long', { madeAtMs: noon - 7 * hour }, null],
    ['unknown', 'where it has ended before anybody could tell', { madeAtMs: noon - hour, status: 'ended' }, null],
    ['unknown', 'where there is no such prediction', undefined, null],
  ] as const)('is %s %s', async (health, _when, notice, aheadMs) => {
    expect(await ask(notice, aheadMs)).toMatchObject({ health });
  });

  it('looks again when the next forecast is due, and not before', async () => {
    const due = await ask({ madeAtMs: noon - 20 * minute, crossingMs: noon + hour });

    expect(due).toMatchObject({ health: 'unhealthy', againInMs: 40 * minute });
  });

  it('is not healthy before a peak, whatever the forecasts say', async () => {
    const before = await ask({ madeAtMs: noon }, hour, noon + 2 * hour);

    expect(before).toMatchObject({ health: 'unhealthy', againInMs: hour });
  });

  it('is unknown where the server cannot be asked', async () => {
    const forecast = { prediction, sinceMs: 0, aheadMs: null };

    const answer = await checks['forecast-receded'](
      { check: 'forecast-receded', target: 'host/db-3', forecast },
      { ...servicesHere(), readPrediction: away },
    );

    expect(answer.health).toBe('unknown');
  });
});
