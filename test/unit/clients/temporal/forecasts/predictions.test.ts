import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { countPredictions, createPredictionClient } from '../../../../../clients/temporal/forecasts/predictions.ts';
import type { Prediction } from '../../../../../model/forecast/prediction.ts';
import { aForecastDefinition, madeAtMs } from '../../../../support/forecasting/definitions.ts';

const cause = 'below-0a1b2c3d4e5f6071';

function aPrediction(change: Partial<Prediction> = {}): Prediction {
  const { terms } = aForecastDefinition();
  return {
    forecast: 'disks',
    series: { instance: 'web-1' },
    incident: 'host/web-1',
    target: 'host/web-1',
    limit: { direction: 'below', value: 10 },
    unit: null,
    madeAtMs,
    value: 20,
    crossing: null,
    horizonMs: 1,
    model: 'ensemble',
    picture: null,
    terms,
    ...change,
  };
}

/** A client that notes its calls; whatever is signalled or counted ends as the test says. */
function aServer(answer: () => Promise<unknown> = () => Promise.resolve()) {
  const calls: unknown[][] = [];
  const note = (...call: unknown[]): Promise<unknown> => (calls.push(call), answer());
  const client = {
    connection: { withDeadline: (_until: number, call: () => unknown) => call() },
    workflow: {
      signalWithStart: (type: string, options: object) => note('signalWithStart', type, options),
      getHandle: (id: string) => ({
        signal: (name: string, value: unknown) => note('signal', id, name, value),
        describe: () => note('describe', id),
      }),
      count: (query: string) => note('count', query),
    },
  } as unknown as Client;
  return { client, calls, predictions: createPredictionClient(client, 1_000) };
}

describe('a prediction', () => {
  it('is begun by what it is told, or told it where it runs', async () => {
    const { predictions, calls } = aServer();

    await predictions.raise(aPrediction(), cause);

    const expected = {
      workflowId: `prediction:disks/${cause}/host/web-1`,
      taskQueue: 'nightshift',
      signal: 'predicted',
      signalArgs: [aPrediction()],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: expect.stringMatching(/^DiskFullPredicted on host.+web/),
    };
    expect(calls).toEqual([['signalWithStart', 'prediction', expect.objectContaining(expected)]]);
  });

  it('is only told, where news are no reason to begin one', async () => {
    const { predictions, calls } = aServer();

    expect(await predictions.update(aPrediction(), cause)).toBe(true);
    expect(calls).toEqual([['signal', `prediction:disks/${cause}/host/web-1`, 'predicted', aPrediction()]]);
  });

  it('need not be there to be told', async () => {
    const { predictions } = aServer(() => Promise.reject(new WorkflowNotFoundError('gone', 'id', undefined)));

    expect(await predictions.update(aPrediction(), cause)).toBe(false);
  });

  it('has to be told: an outage is no answer', async () => {
    const { predictions } = aServer(() => Promise.reject(new Error('outage')));

    await expect(predictions.update(aPrediction(), cause)).rejects.toThrow('outage');
  });

  it.each([
    ['while it is raised', 'raised', Number.POSITIVE_INFINITY],
    ['once it was taken back', 'withdrawn', 7],
  ])('says since when it is raised, and until when that counts %s', async (_when, status, untilMs) => {
    const claim = { raisedAtMs: 5, untilMs: 7 };
    const notice = { status, madeAtMs: 1, everyMs: 1, value: 1, isReached: false, crossingMs: null, claim };
    const { predictions, calls } = aServer(() => Promise.resolve({ memo: { prediction: notice } }));

    expect(await predictions.claim('disks', 'host/web-1', cause)).toEqual({ raisedAtMs: 5, untilMs });
    expect(calls).toEqual([['describe', `prediction:disks/${cause}/host/web-1`]]);
  });

  it('says nothing of it where there is none', async () => {
    const { predictions } = aServer(() => Promise.reject(new WorkflowNotFoundError('gone', 'id', undefined)));

    expect(await predictions.claim('disks', 'host/web-1', cause)).toBeUndefined();
  });

  it('has an id that every database takes, and nothing else has', async () => {
    const { predictions, calls } = aServer();
    const longest = 'x'.repeat(199);

    for (const incident of [`${longest}a`, `${longest}b`])
      await predictions.update(aPrediction({ forecast: 'f'.repeat(60), incident }), cause);

    const ids = calls.map(([, id]) => String(id));
    expect(new Set(ids).size).toBe(2);
    expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(250);
  });
});

describe('open predictions', () => {
  it('are counted for each forecast, and for none whose name only begins like it', async () => {
    const { client, calls } = aServer(() => Promise.resolve({ count: 2 }));

    expect(await countPredictions(client, ['disks', 'load'], 0)).toEqual({ disks: 2, load: 2 });
    expect(calls[0]).toEqual(['count', `WorkflowId STARTS_WITH 'prediction:disks/' AND ExecutionStatus = 'Running'`]);
  });

  it('are not known while the server cannot say', async () => {
    const { client } = aServer(() => Promise.reject(new Error('outage')));

    expect(await countPredictions(client, ['disks'], 0)).toBeUndefined();
  });
});
