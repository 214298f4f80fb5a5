import { afterAll, beforeAll, inject } from 'vitest';
import { bundleWorkflows } from '../temporal/temporal-env.ts';
import { TestBed } from './test-bed.ts';

/**
 * Opens a test bed before the tests of a file and closes it behind them.
 *
 * @param entry a file of workflows to use in place of the real ones.
 */
export function useTestBed(entry?: string): Pick<TestBed, 'play'> {
  let bed: TestBed | undefined;
  beforeAll(async () => {
    const codePath = entry === undefined ? inject('workflowBundle') : undefined;
    bed = await TestBed.open(codePath ? { codePath } : await bundleWorkflows(entry));
  });
  afterAll(() => bed?.close());
  return {
    play: (scenario) => {
      if (!bed) throw new Error('the test bed is opened before the tests, not before the file');
      return bed.play(scenario);
    },
  };
}
