import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heartbeat } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { leaveProgress } from '../../../activities/contracts/progress.ts';
import { heartbeats } from '../../../workers/heartbeats.ts';

const timeoutMs = 9_000;

/** An activity that ends when it is told to, on a worker that beats for it. */
function aLongActivity(heartbeatTimeoutMs: number | undefined) {
  const work = Promise.withResolvers<string>();
  const beats: unknown[] = [];
  const options = { interceptors: [heartbeats], logger: new DefaultLogger('ERROR') };
  const info = heartbeatTimeoutMs === undefined ? {} : { heartbeatTimeoutMs };
  const activity = new MockActivityEnvironment(info, options);
  activity.on('heartbeat', (details: unknown) => beats.push(details));
  return { beats, work, ended: activity.run(() => work.promise) };
}

/** Lets time pass, and whatever waits for it happen. */
function pass(milliseconds: number): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(milliseconds);
}

describe('heartbeats', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are sent three times within the time after which a worker counts as dead', async () => {
    const { beats, work, ended } = aLongActivity(timeoutMs);

    await pass(timeoutMs);
    const inOneTimeout = beats.length;
    await pass(10 * timeoutMs);
    work.resolve('done');

    expect(await ended).toBe('done');
    expect(inOneTimeout).toBe(3);
    expect(beats).toEqual(Array.from({ length: 33 }, () => undefined));
  });

  it('carry along what the attempt before has left', async () => {
    const beats: unknown[] = [];
    const left = { notBegun: 1 };
    const info = { heartbeatTimeoutMs: timeoutMs, heartbeatDetails: left };
    const activity = new MockActivityEnvironment(info, { interceptors: [heartbeats] });
    activity.on('heartbeat', (details: unknown) => beats.push(details));

    await activity.run(() => pass(timeoutMs));

    expect(beats).toEqual([left, left, left]);
  });

  it('carry along what the attempt itself has left last', async () => {
    const beats: unknown[] = [];
    const info = { heartbeatTimeoutMs: timeoutMs, heartbeatDetails: { done: 1 } };
    const activity = new MockActivityEnvironment(info, { interceptors: [heartbeats] });
    activity.on('heartbeat', (details: unknown) => beats.push(details));

    await activity.run(async () => {
      leaveProgress({ done: 2 });
      await pass(timeoutMs);
    });

    expect(beats).toEqual(Array.from({ length: 4 }, () => ({ done: 2 })));
  });

  it.each([undefined, 0])('are not sent for an activity that nobody watches: %s', async (heartbeatTimeoutMs) => {
    const { beats, work, ended } = aLongActivity(heartbeatTimeoutMs);

    await pass(10 * timeoutMs);
    work.resolve('done');

    expect(await ended).toBe('done');
    expect(beats).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['has ended', (work: PromiseWithResolvers<string>) => work.resolve('done')],
    ['has failed', (work: PromiseWithResolvers<string>) => work.reject(new Error('broken'))],
  ])('stop when the activity %s', async (_what, end) => {
    const { beats, work, ended } = aLongActivity(timeoutMs);
    await pass(timeoutMs);

    end(work);
    await Promise.allSettled([ended]);
    await pass(10 * timeoutMs);

    expect(beats).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('do not come after the last word of the activity itself', async () => {
    const beats: unknown[] = [];
    const activity = new MockActivityEnvironment({ heartbeatTimeoutMs: timeoutMs }, { interceptors: [heartbeats] });
    activity.on('heartbeat', (details: unknown) => beats.push(details));

    await activity.run(async () => {
      await pass(timeoutMs);
      heartbeat('the last word');
    });
    await pass(timeoutMs);

    expect(beats.at(-1)).toBe('the last word');
  });

  it('leave the failure of an activity as it is', async () => {
    const { work, ended } = aLongActivity(timeoutMs);

    work.reject(new Error('broken'));

    await expect(ended).rejects.toThrow('broken');
  });
});
