import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

// Hundreds of processes that tests start load the same code: it is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

const seconds = 1_000;

/** A process for each core: vitest would leave one core idle, which is half of a machine with two. */
const onAllCores = { maxWorkers: '100%' };

/** Real components mostly wait for each other: two files fill two cores, and more of them would get in each other's way. */
const inPairs = { maxWorkers: 2 };

/** Files that take a minute and more: the last one to begin must not keep everybody waiting. */
const long = [
  'soak/crash-matrix',
  'e2e/demo/',
  'e2e/playbook-repairs',
  'e2e/ansible',
  'e2e/predictive-incident',
  'e2e/escalation-crash',
  'e2e/host-repairs',
  'incident/redelivery',
  'remediation/hostile-votes',
];

function isLong({ moduleId }: TestSpecification): boolean {
  return long.some((path) => moduleId.includes(path));
}

class LongestFirst extends BaseSequencer {
  override async sort(files: readonly TestSpecification[]): Promise<TestSpecification[]> {
    return [...files.filter(isLong), ...files.filter((file) => !isLong(file))];
  }
}

/** Each project is one level of proof. They run one after the other. */
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
  { name: 'e2e', testTimeout: 240 * seconds, hookTimeout: 900 * seconds, ...inPairs },
  // What takes minutes: everything that may die, at every step, and faults that only time shows.
  { name: 'soak', testTimeout: 240 * seconds, hookTimeout: 300 * seconds, maxConcurrency: 4, ...inPairs },
];

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: process.env['VITEST_JSON'] ?? 'reports/vitest.json' }]],
    sequence: { sequencer: LongestFirst },
    projects: levels.map((level, groupOrder) => ({
      test: {
        ...level,
        include: [`test/${level.name}/**/*.test.ts`],
        pool: 'forks',
        sequence: { groupOrder },
      },
    })),
  },
});
