import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Hundreds of processes that tests start load the same code: it is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

const seconds = 1_000;

/** A process for each core: vitest would leave one core idle, which is half of a machine with two. */
const onAllCores = { maxWorkers: '100%' };

/** Each project is one level of proof. They run one after the other: the real components want the machine to themselves. */
const levels = [
  { name: 'architecture' },
  { name: 'unit', testTimeout: 30 * seconds, hookTimeout: 600 * seconds, ...onAllCores },
  {
    name: 'workflow',
    testTimeout: 120 * seconds,
    hookTimeout: 600 * seconds,
    globalSetup: 'test/support/played/bundle-once.ts',
    ...onAllCores,
  },
  { name: 'replay', testTimeout: 60 * seconds, hookTimeout: 120 * seconds },
  { name: 'e2e', testTimeout: 240 * seconds, hookTimeout: 900 * seconds, fileParallelism: false },
  // What takes minutes: everything that may die, at every step, and faults that only time shows.
  { name: 'soak', testTimeout: 240 * seconds, hookTimeout: 300 * seconds, fileParallelism: false, maxConcurrency: 4 },
];

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: process.env['VITEST_JSON'] ?? 'reports/vitest.json' }]],
    projects: levels.map((level, groupOrder) => ({
      test: { ...level, include: [`test/${level.name}/**/*.test.ts`], pool: 'forks', sequence: { groupOrder } },
    })),
  },
});
