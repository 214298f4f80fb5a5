import { expect, it } from 'vitest';
import { inTime } from '../../../../activities/logs/in-time.ts';

it('gives what work comes to', async () => {
  expect(await inTime(Promise.resolve('done'), 60_000)).toBe('done');
  await expect(inTime(Promise.reject(new Error('broken')), 60_000)).rejects.toThrow('broken');
});

it('waits no longer than that for work that never ends', async () => {
  const never = Promise.withResolvers<void>().promise;

  await expect(inTime(never, 20)).rejects.toThrow('no answer came within 0.02 s');
});
