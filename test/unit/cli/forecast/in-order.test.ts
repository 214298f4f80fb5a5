import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inOrder } from '../../../../cli/forecast/in-order.ts';

it('hands on results in their order, whichever is ready first, and reads no further than it works', async () => {
  let read = 0;
  let done = 0;
  let mostAhead = 0;
  const items = async function* (): AsyncGenerator<number> {
    for (let nth = 0; nth < 50; nth++) {
      read += 1;
      mostAhead = Math.max(mostAhead, read - done);
      yield nth;
    }
  };

  const results: number[] = [];
  for await (const result of inOrder(items(), 4, async (nth) => sleep(nth % 3, nth * 10))) {
    done += 1;
    results.push(result);
  }

  expect(results).toEqual(Array.from({ length: 50 }, (_, nth) => nth * 10));
  expect(mostAhead).toBeLessThanOrEqual(6);
});

it('fails at the turn of what failed', async () => {
  const results: number[] = [];

  const all = async (): Promise<void> => {
    for await (const result of inOrder(three(), 2, failsAtTwo)) results.push(result);
  };

  await expect(all()).rejects.toThrow('two');
  expect(results).toEqual([1]);
});

async function* three(): AsyncGenerator<number> {
  yield* [1, 2, 3];
}

async function failsAtTwo(nth: number): Promise<number> {
  if (nth === 2) throw new Error('two');
  return nth;
}
