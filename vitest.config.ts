import { defineConfig } from 'vitest/config';

/** Each project is one level of proof; `npm test` runs all of them and leaves one JSON report behind. */
const project = (name: string, include: string, extra: Record<string, unknown> = {}) => ({
  test: { name, include: [include], pool: 'forks' as const, ...extra },
});

const seconds = 1_000;

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: process.env['VITEST_JSON'] ?? 'reports/vitest.json' }]],
    projects: [
      project('architecture', 'test/architecture/**/*.test.ts'),
      project('unit', 'test/unit/**/*.test.ts', { testTimeout: 30 * seconds }),
      project('workflow', 'test/workflow/**/*.test.ts', {
        testTimeout: 120 * seconds,
        hookTimeout: 600 * seconds,
        fileParallelism: false,
      }),
      project('replay', 'test/replay/**/*.test.ts', { testTimeout: 60 * seconds, hookTimeout: 120 * seconds }),
      project('e2e', 'test/e2e/**/*.test.ts', {
        testTimeout: 240 * seconds,
        hookTimeout: 900 * seconds,
        fileParallelism: false,
      }),
    ],
  },
});
