import type { Client, ScheduleDescription, ScheduleHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SchedulesRefusedError, ensureForecastSchedules } from '../../clients/temporal/forecasts/schedules.ts';
import { workflowTypes } from '../../model/names.ts';
import { forecastScheduleId } from '../../model/forecast/running/ids.ts';
import type { DevWorker } from '../support/temporal/dev-worker.ts';
import { startDevWorker } from '../support/temporal/dev-worker.ts';

const seconds = 1_000;
const hours = 60 * 60 * seconds;
const taskQueue = 'forecasts';
/** What the runs wait for. */
let gate = Promise.withResolvers<void>();
let dev: DevWorker;
let client: Client;

beforeAll(async () => {
  dev = await startDevWorker({
    workflows: '../../../workflows/index',
    taskQueue,
    activities: () => ({
      isForecastDescribed: async () => true,
      listSeries: async () => (await gate.promise, []),
    }),
  });
  client = dev.clientOf('operator');
});

afterAll(async () => {
  gate.resolve();
  await dev[Symbol.asyncDispose]();
});

function aForecast(everyMs: number, name = `disks-${randomUUID().slice(0, 8)}`) {
  return { name, everyMs };
}

function scheduleOf({ name }: { readonly name: string }): ScheduleHandle {
  return client.schedule.getHandle(forecastScheduleId(name));
}

/** What is left of one that was removed, or has not been made. */
function describeOrNull(handle: ScheduleHandle): Promise<ScheduleDescription | null> {
  return handle.describe().catch(() => null);
}

/** What the list of schedules shows may be some moments old. */
async function untilListed(id: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const ids: string[] = [];
      for await (const { scheduleId } of client.schedule.list()) ids.push(scheduleId);
      expect(ids).toContain(id);
    },
    { timeout: 30 * seconds, interval: 100 },
  );
}

describe('the schedules of forecasts', () => {
  it('are there once for each, however many workers start at the same time and however often', async () => {
    const forecasts = [aForecast(1 * hours), aForecast(24 * hours)];

    const together = await Promise.all([1, 2, 3].map(() => ensureForecastSchedules(client, forecasts, taskQueue)));
    const again = await ensureForecastSchedules(client, forecasts, taskQueue);

    expect(together.reduce((sum, { created }) => sum + created, 0)).toBe(2);
    expect(again).toMatchObject({ created: 0, changed: 0 });
    const [hourly, daily] = await Promise.all(forecasts.map((forecast) => scheduleOf(forecast).describe()));
    expect(hourly).toMatchObject({
      spec: { intervals: [{ every: 1 * hours }], jitter: 60 * seconds },
      policies: { overlap: 'SKIP', catchupWindow: 1 * hours },
      action: { workflowType: workflowTypes.forecast, taskQueue, args: [{ forecast: forecasts[0]?.name }] },
    });
    expect(daily?.policies.catchupWindow).toBe(1 * hours);
  });

  it('follow the configuration, and leave what an operator has paused', async () => {
    const before = aForecast(1 * hours);
    await ensureForecastSchedules(client, [before], taskQueue);
    await scheduleOf(before).pause('the disks are being moved');

    const changes = await ensureForecastSchedules(client, [{ ...before, everyMs: 2 * hours }], taskQueue);

    expect(changes).toMatchObject({ created: 0, changed: 1 });
    expect(await scheduleOf(before).describe()).toMatchObject({
      spec: { intervals: [{ every: 2 * hours }] },
      state: { paused: true, note: 'the disks are being moved' },
    });
  });

  it('go with their forecasts, and nobody else’s with them', async () => {
    const [stays, goes] = [aForecast(1 * hours), aForecast(1 * hours)];
    await ensureForecastSchedules(client, [stays, goes], taskQueue);
    const foreign = await client.schedule.create({
      scheduleId: forecastScheduleId(`of-the-weather-${randomUUID()}`),
      spec: { intervals: [{ every: '1h' }] },
      action: { type: 'startWorkflow', workflowType: 'weather', taskQueue: 'weather' },
      state: { paused: true },
    });
    for (const id of [scheduleOf(goes).scheduleId, foreign.scheduleId]) await untilListed(id);

    await ensureForecastSchedules(client, [stays], taskQueue);

    expect(await describeOrNull(scheduleOf(goes))).toBeNull();
    expect(await describeOrNull(scheduleOf(stays))).not.toBeNull();
    expect(await describeOrNull(foreign)).not.toBeNull();
  });

  it('start no run beside one that is under way', { timeout: 60 * seconds }, async () => {
    gate = Promise.withResolvers<void>();
    const often = aForecast(1 * seconds);
    await ensureForecastSchedules(client, [often], taskQueue);

    const during = await vi.waitFor(
      async () => {
        const { info } = await scheduleOf(often).describe();
        expect(info.numActionsSkippedOverlap).toBeGreaterThanOrEqual(2);
        return info;
      },
      { timeout: 50 * seconds, interval: 250 },
    );
    gate.resolve();
    await vi.waitFor(
      async () => expect((await scheduleOf(often).describe()).info.numActionsTaken).toBeGreaterThanOrEqual(2),
      { timeout: 50 * seconds, interval: 250 },
    );
    await scheduleOf(often).delete();

    expect(during.runningActions).toHaveLength(1);
    expect(during.numActionsTaken).toBe(1);
  });

  it('are missed with words that help where the server refuses them', async () => {
    const elsewhere = dev.clientOf('operator');
    const refusing = { schedule: Object.create(elsewhere.schedule) as Client['schedule'] } as Client;
    Object.assign(refusing.schedule, {
      getHandle: () => ({ describe: () => Promise.reject(new Error('Request unauthorized.')) }),
    });

    const attempt = ensureForecastSchedules(refusing, [aForecast(1 * hours)], taskQueue);

    await expect(attempt).rejects.toThrow(SchedulesRefusedError);
    await expect(attempt).rejects.toThrow(
      /Request unauthorized\..*allow the worker to list, create, update and delete/,
    );
  });
});
