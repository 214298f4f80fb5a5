import { expect, it, vi } from 'vitest';
import { compare } from '../../../../bench/forecast/compare.ts';
import type { Task } from '../../../../bench/forecast/data/task.ts';
import { answersOfPeers } from '../../../../bench/forecast/peers/peers.ts';
import { waves, wavesAfter } from '../../../support/forecasting/family-histories.ts';

const options = { only: [], models: ['ets', 'mstl'], series: undefined, peers: false, seed: 0, json: '' } as const;
const tasks: readonly Task[] = [
  { id: 'waves', history: waves(240, { noise: 0 }), actual: wavesAfter(240, 48) },
  { id: 'flat', history: Array<number>(240).fill(7), actual: Array<number>(48).fill(7) },
];

it('everything forecasts the same series, and is weighed against Naive2', async () => {
  vi.spyOn(console, 'error').mockReturnValue();

  const { rows, of, settings } = await compare('some', tasks, options);

  expect(of).toBe('2 forecasts of 48 hours');
  expect(settings).toMatchObject({ seed: 0, forecasts: ['waves', 'flat'] });
  expect(rows.map(({ what }) => what)).toEqual(['Naive2', 'seasonal naive, 24', 'ets', 'mstl']);
  expect(rows[0]?.figures).toMatchObject({ OWA: 1 });
  for (const { figures } of rows.slice(2)) {
    expect(figures).toMatchObject({ coverage: 1, refused: 0 });
    expect(figures['OWA']).toBeLessThan(0.1);
  }
});

it('peers are left out, and it is said why, where there is no Python', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();

  expect(await answersOfPeers(tasks, { PATH: '' })).toBeNull();

  expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('there is no python3 on the PATH'));
});
