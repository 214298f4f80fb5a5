import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { StackError } from '../../../../stack/errors.ts';
import type { Way } from '../../../../stack/obtaining/obtain.ts';
import { obtainInto } from '../../../../stack/obtaining/obtain.ts';
import { withElapsedTime } from '../../../../stack/progress.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const entry = { component: 'lamp', version: '1.0', recipe: 1, executable: 'lamp' };
const advice = 'Install a lamp, or set LAMP_URL.';

const works: Way = { name: 'light it', into: async (folder) => void (await writeScript(join(folder, 'lamp'), ':')) };
const fails: Way = {
  name: 'buy it',
  into: async (folder) => {
    await writeScript(join(folder, 'litter'), ':');
    throw new StackError('download-failed', 'the shop is closed');
  },
};
const bringsNothing: Way = { name: 'borrow it', into: () => Promise.resolve() };

async function aContext() {
  return {
    env: { NIGHTSHIFT_CACHE: await scratchFolder() },
    progress: vi.fn<(line: string) => void>(),
  };
}

it('takes the next way when one fails, without what the failed one left', async () => {
  const context = await aContext();

  const installation = await obtainInto({ entry, ways: [fails, works], advice }, context);

  const path = installation.kind === 'executable' ? installation.path : '';
  expect(await readdir(dirname(path))).toEqual(['lamp']);
  expect(context.progress.mock.calls.flat()).toEqual([
    'lamp 1.0: buy it …',
    'lamp 1.0: buy it failed',
    'lamp 1.0: light it …',
    'lamp 1.0: light it: done after 0 s',
  ]);
});

it('says what was tried and what to install when every way fails', async () => {
  const context = await aContext();

  const obtaining = obtainInto({ entry, ways: [fails, bringsNothing], advice }, context);

  await expect(obtaining).rejects.toMatchObject({
    code: 'component-missing',
    message: [
      'lamp is not on this machine and could not be obtained.',
      '  tried buy it: the shop is closed',
      '  tried borrow it: it brought no executable lamp',
      advice,
    ].join('\n'),
  });
});

it('tells the elapsed time of something long every few seconds', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] });
  const progress = vi.fn<(line: string) => void>();

  const working = withElapsedTime(progress, 'build', () => new Promise((resolve) => setTimeout(resolve, 12_000)));
  await vi.advanceTimersByTimeAsync(12_000);
  await working;

  vi.useRealTimers();
  expect(progress.mock.calls.flat()).toEqual(['build …', 'build … 5 s', 'build … 10 s', 'build: done after 12 s']);
});
