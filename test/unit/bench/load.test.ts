import { expect, it } from 'vitest';
import { beginAtRate, keepInFlight, post } from '../../../bench/load.ts';
import { median, percentile } from '../../../bench/statistics.ts';
import { anHttpStub } from '../../support/http/http-stub.ts';

it('keeps as many tasks under way as wanted, and counts those that end late', async () => {
  let [underWay, most] = [0, 0];
  const task = async (): Promise<void> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 20));
    underWay--;
  };

  const { latencies, seconds } = await keepInFlight(3, 10, task);

  expect({ most, left: underWay, counted: latencies.length }).toEqual({ most: 3, left: 0, counted: 3 });
  expect(seconds).toBeGreaterThan(0.015);
});

it('begins tasks on time although none before them has ended', async () => {
  const ends: (() => void)[] = [];

  const begun = beginAtRate(200, 25, () => new Promise<void>((resolve) => ends.push(resolve)));
  await expect.poll(() => ends.length).toBe(5);
  ends.forEach((end) => end());

  await expect(begun).resolves.toBeUndefined();
});

it('posts a body and takes nothing but 200 for accepted', async () => {
  const { url, requests } = await anHttpStub({ status: 200 }, { status: 503 });

  await post(`${url}/alerts`, '{"alerts":[]}');
  const refused = post(`${url}/alerts`, '{}');

  await expect(refused).rejects.toThrow('the door answered 503');
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/alerts', body: '{"alerts":[]}' });
});

it.each([
  { share: 0.5, expected: 3 },
  { share: 0.99, expected: 5 },
  { share: 0, expected: 1 },
])('takes the nearest rank for the percentile $share', ({ share, expected }) => {
  expect(percentile([5, 3, 1, 4, 2], share)).toBe(expected);
});

it('takes the lower of two in the middle for the median', () => {
  expect(median([4, 1, 3, 2])).toBe(2);
});
