import { afterAll, beforeAll } from 'vitest';
import { TestBed } from './test-bed.ts';

/** Opens a test bed before the tests of a file and closes it behind them. */
export function useTestBed(entry?: string): Pick<TestBed, 'play'> {
  let bed: TestBed | undefined;
  beforeAll(async () => {
    bed = await TestBed.open(entry);
  });
  afterAll(() => bed?.close());
  return {
    play: (scenario) => {
      if (!bed) throw new Error('the test bed is opened before the tests, not before the file');
      return bed.play(scenario);
    },
  };
}
