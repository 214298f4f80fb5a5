import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measureDueAtOnce } from '../../bench/escalations/due-at-once.ts';
import { startServer } from '../../bench/servers.ts';

const count = 20;
const minutes = 60_000;

it(
  'wakes everybody once and on time although a worker is killed while the pages go out',
  { timeout: 4 * minutes },
  async () => {
    await using cleanup = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'nightshift-escalations-'));
    cleanup.defer(() => rm(folder, { recursive: true, force: true }));
    const server = await startServer('memory', folder);
    cleanup.defer(() => server.stop());

    const { latenciesMs } = await measureDueAtOnce(server, count, 100);

    expect(latenciesMs).toHaveLength(count);
    expect(Math.min(...latenciesMs)).toBeGreaterThanOrEqual(0);
    // Half a minute is what a loaded machine may take; without the timeouts of pages and tasks a crash alone takes ten seconds.
    expect(Math.max(...latenciesMs)).toBeLessThan(30_000);
  },
);
