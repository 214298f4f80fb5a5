import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CalculatorOptions } from '../../../../clients/calculator/process-calculator.ts';
import { processCalculator } from '../../../../clients/calculator/process-calculator.ts';
import type { Calculator } from '../../../../clients/calculator/calculator.ts';
import { calculatorModule } from '../../../../workers/calculator/calculator-module.ts';
import { aQuestion, aQuestionThat } from '../../../support/calculator/a-question.ts';
import { aQuestion as aDailyQuestion, dailyLoad } from '../../../support/forecasting/questions.ts';
import { isAlive } from '../../../support/processes.ts';

const deadlineMs = 20_000;
const misbehaving = new URL('../../../support/calculator/misbehaving.ts', import.meta.url);

/** One that leaves no process when it is closed. */
function aCalculator(options: Partial<CalculatorOptions> = {}): Calculator {
  const calculator = processCalculator({ module: misbehaving, processes: 1, ...options });
  onTestFinished(async () => {
    await calculator.close();
    const left = await children();
    if (left.length > 0) throw new Error(`there is a process left: ${left.join(', ')}`);
  });
  return calculator;
}

/** The process that has answered. */
async function pidOf(calculator: Calculator, seed = 1): Promise<number> {
  const answer = await calculator.forecast(aQuestionThat('answers', seed), { deadlineMs });
  return Number(/^(\d+) /.exec(answer.kind === 'refused' ? answer.detail : '')?.[1]);
}

/** A program that has asked a calculator once, and goes on with this. */
function aParent(goesOn: string): readonly string[] {
  const [pool, questions] = [
    new URL('../../../../clients/calculator/process-calculator.ts', import.meta.url),
    new URL('../../../support/calculator/a-question.ts', import.meta.url),
  ];
  const source = `
    import { processCalculator } from '${pool.href}';
    import { aQuestionThat } from '${questions.href}';
    const calculator = processCalculator({ module: new URL('${misbehaving.href}'), processes: 1 });
    const { detail } = await calculator.forecast(aQuestionThat('answers'), { deadlineMs: ${deadlineMs} });
    ${goesOn}
  `;
  return ['--input-type=module-typescript', '-e', source];
}

/** The processes that this one has started and that are still there. */
async function children(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]);
  return stdout
    .split('\n')
    .filter((line) => line.includes('calculator'))
    .map((line) => Number.parseInt(line, 10));
}

describe('a calculator', () => {
  it('starts no process before it is asked', async () => {
    aCalculator();

    expect(await children()).toEqual([]);
  });

  it.each(['ensemble', 'arima', 'ets', 'mstl', 'prophet'] as const)(
    'answers by the product, with %s',
    async (model) => {
      const calculator = aCalculator({ module: calculatorModule });

      const answer = await calculator.forecast(aDailyQuestion(dailyLoad(240), { model }), { deadlineMs });

      expect(answer).toMatchObject({ kind: 'forecast', forecast: { model } });
    },
  );

  it('answers fifty questions, each its own, by two processes', async () => {
    const calculator = aCalculator({ processes: 2 });
    const seeds = Array.from({ length: 50 }, (_, index) => index);

    const answers = await Promise.all(
      seeds.map((seed) => calculator.forecast(aQuestionThat('answers', seed), { deadlineMs })),
    );

    const told = answers.map((answer) => (answer.kind === 'refused' ? answer.detail.split(' ') : []));
    expect(told.map(([, seed]) => Number(seed))).toEqual(seeds);
    expect(new Set(told.map(([pid]) => pid)).size).toBe(2);
  });

  it.each([
    { behaviour: 'loops for ever', reason: 'out-of-time', detail: 'longer than 1.5 s', limits: { deadlineMs: 1_500 } },
    { behaviour: 'fills its heap', reason: 'out-of-memory', detail: 'more than 160 MB', limits: { deadlineMs } },
    { behaviour: 'fills its memory', reason: 'out-of-memory', detail: 'more than 160 MB', limits: { deadlineMs } },
    { behaviour: 'crashes', reason: 'model-failed', detail: 'ended with 3, twice', limits: { deadlineMs } },
    { behaviour: 'crashes in the middle', reason: 'model-failed', detail: 'by SIGSEGV, twice', limits: { deadlineMs } },
    { behaviour: 'throws', reason: 'model-failed', detail: 'no inverse', limits: { deadlineMs } },
    { behaviour: 'answers nonsense', reason: 'model-failed', detail: 'something else', limits: { deadlineMs } },
  ])(
    'refuses as $reason where a calculation $behaviour, and goes on',
    async ({ behaviour, reason, detail, limits }) => {
      const calculator = aCalculator({ memoryBytes: 160 * 2 ** 20 });

      const answer = await calculator.forecast(aQuestionThat(behaviour), limits);

      expect(answer).toMatchObject({ kind: 'refused', reason, detail: expect.stringContaining(detail) as string });
      expect(JSON.stringify(answer)).not.toContain('abcdefghijklmnop');
      expect(await pidOf(calculator)).toBeGreaterThan(0);
      await calculator.close();
    },
  );

  it('tells its processes of a file in the place of the small Transformer', async () => {
    const calculator = aCalculator({ transformerFile: '/models/large.onnx' });

    const answer = await calculator.forecast(aQuestionThat('tells its arguments'), { deadlineMs });

    expect(answer).toMatchObject({ detail: '/models/large.onnx' });
  });

  it('is not held up by what libraries print', async () => {
    const calculator = aCalculator();

    const answer = await calculator.forecast(aQuestionThat('prints a lot'), { deadlineMs });

    expect(answer).toMatchObject({ reason: 'unpredictable' });
  });

  it('ends a calculation that is aborted, at once', async () => {
    const calculator = aCalculator();
    const first = await pidOf(calculator);
    const aborting = new AbortController();

    const asked = calculator.forecast(aQuestionThat('loops for ever'), {
      deadlineMs,
      signal: aborting.signal,
      onProgress: () => aborting.abort(new Error('not wanted any more')),
    });

    await expect(asked).rejects.toThrow('not wanted any more');
    expect(await pidOf(calculator)).not.toBe(first);
  });

  it('lets go of a question that is aborted before its turn', async () => {
    const calculator = aCalculator();
    const looping = Promise.allSettled([calculator.forecast(aQuestionThat('loops for ever'), { deadlineMs })]);

    const waiting = calculator.forecast(aQuestionThat('answers'), { deadlineMs, signal: AbortSignal.timeout(50) });

    await expect(waiting).rejects.toThrow('aborted due to timeout');
    await calculator.close();
    expect(await looping).toMatchObject([{ reason: { message: 'the calculator is closed' } }]);
  });

  it('tells that it is at it, also of what waits for its turn', async () => {
    const calculator = aCalculator();
    const [onLooping, onWaiting] = [vi.fn<() => void>(), vi.fn<() => void>()];

    const looping = calculator.forecast(aQuestionThat('loops for ever'), { deadlineMs: 2_500, onProgress: onLooping });
    await calculator.forecast(aQuestionThat('answers'), { deadlineMs, onProgress: onWaiting });

    await looping;
    expect(onLooping.mock.calls.length).toBeGreaterThanOrEqual(1);
    expect(onWaiting.mock.calls.length).toBeGreaterThanOrEqual(1);
  });

  it('keeps a process for the next question, and ends it when none comes', async () => {
    const calculator = aCalculator({ idleMs: 3_000 });

    const [first, second] = [await pidOf(calculator), await pidOf(calculator, 2)];

    expect(second).toBe(first);
    await vi.waitFor(() => expect(isAlive(first)).toBe(false), { timeout: 10_000 });
    expect(await pidOf(calculator)).not.toBe(first);
  });

  it('starts another where the one at rest has died', async () => {
    const calculator = aCalculator();
    const first = await pidOf(calculator);

    process.kill(first, 'SIGKILL');

    expect(await pidOf(calculator)).not.toBe(first);
  });

  it('refuses to be asked after it was closed', async () => {
    const calculator = aCalculator();
    await calculator.close();

    await expect(calculator.forecast(aQuestion(), { deadlineMs })).rejects.toThrow('the calculator is closed');
  });

  it('takes plain data only', async () => {
    const calculator = aCalculator();
    const question = { ...aQuestion(), seasons: (() => [24]) as unknown as 'auto' };

    await expect(calculator.forecast(question, { deadlineMs })).rejects.toThrow('could not be cloned');
  });
});

describe('a calculating process', () => {
  it.each(['answers', 'loops for ever'])('is gone after a crash of its parent, where it %s', async (behaviour) => {
    const parent = spawn(
      process.execPath,
      aParent(`
        setInterval(() => undefined, 1_000);
        void calculator.forecast(aQuestionThat('${behaviour}'), { deadlineMs: 60_000 });
        setTimeout(() => console.log(detail), 500);
      `),
    );
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pid = Number.parseInt(line, 10);
    expect(isAlive(pid)).toBe(true);

    parent.kill('SIGKILL');

    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
  });

  it.each([
    { what: 'does not hold its parent open', goesOn: 'console.log(detail);' },
    { what: 'is gone when it is closed', goesOn: 'await calculator.close(); console.log(detail);' },
  ])('$what', async ({ goesOn }) => {
    const { stdout } = await promisify(execFile)(process.execPath, aParent(goesOn));

    const pid = Number.parseInt(stdout, 10);
    expect(pid).toBeGreaterThan(0);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
  });
});
