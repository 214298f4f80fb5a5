import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { remembered } from '../../../workers/remembered.ts';

describe('remembered', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks once, however often somebody wants to know', async () => {
    const ask = vi.fn<() => Promise<number>>().mockResolvedValue(7);
    const answer = remembered(ask, 30_000);

    const answers = await Promise.all([answer(), answer()]);
    vi.advanceTimersByTime(29_999);
    answers.push(await answer());

    expect(answers).toEqual([7, 7, 7]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks again once the time is over', async () => {
    const ask = vi.fn<() => Promise<number>>().mockResolvedValueOnce(1).mockResolvedValueOnce(2);
    const answer = remembered(ask, 30_000);

    const first = await answer();
    vi.advanceTimersByTime(30_000);
    const second = await answer();

    expect([first, second]).toEqual([1, 2]);
  });

  it('shares an answer that is still under way', async () => {
    const slow = Promise.withResolvers<number>();
    const ask = vi.fn<() => Promise<number>>().mockReturnValue(slow.promise);
    const answer = remembered(ask, 30_000);

    const both = Promise.all([answer(), answer()]);
    slow.resolve(5);

    expect(await both).toEqual([5, 5]);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
