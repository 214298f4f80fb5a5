import { expect, it, vi } from 'vitest';
import * as reaper from '../../../../stack/running/reaper.ts';
import { spawnWatched } from '../../../../stack/running/watched-process.ts';

vi.mock('../../../../stack/running/reaper.ts', () => ({
  prepareReaper: vi.fn(),
  watchGroup: vi.fn(),
  unwatchGroup: vi.fn(),
}));

it('is under the reaper from its start to its end, and not a moment longer', async () => {
  const watched = await spawnWatched({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1_000)'] });
  const { pid } = watched.child;
  const takenBackEarly = vi.mocked(reaper.unwatchGroup).mock.calls.length;

  watched.signal('SIGKILL');
  await watched.exited;

  expect(vi.mocked(reaper.watchGroup).mock.calls).toEqual([[pid]]);
  expect(takenBackEarly).toBe(0);
  expect(vi.mocked(reaper.unwatchGroup).mock.calls).toEqual([[pid]]);
});

it('hands nothing to the reaper when the command cannot be executed', async () => {
  vi.mocked(reaper.watchGroup).mockClear();

  await expect(spawnWatched({ command: '/nowhere/lamp', args: [] })).rejects.toMatchObject({ code: 'ENOENT' });

  expect(reaper.watchGroup).not.toHaveBeenCalled();
});
