import { setTimeout as sleep } from 'node:timers/promises';
import type { ForecastAnswer, ForecastQuestion } from '../../../model/forecast/forecast.ts';
import { serveQuestions } from '../../../workers/calculator/serve-questions.ts';

/** What a calculation may do, by the label `behaviour` of its series. */
const behaviours: Readonly<Record<string, (question: ForecastQuestion) => Promise<ForecastAnswer>>> = {
  async answers(question) {
    await sleep(20);
    return anAnswer(question);
  },
  'loops for ever': async () => {
    for (;;);
  },
  'fills its heap': async () => {
    const kept: object[] = [];
    for (;;) kept.push({ kept: [kept.length] });
  },
  'fills its memory': async () => {
    const kept: Buffer[] = [];
    for (;;) {
      kept.push(Buffer.alloc(4 * 2 ** 20, 1));
      await sleep(1);
    }
  },
  crashes: async () => process.exit(3),
  async 'crashes in the middle'(question) {
    process.kill(process.pid, 'SIGSEGV');
    return anAnswer(question);
  },
  async throws() {
    throw new Error('no inverse; token=abcdefghijklmnop1234567890');
  },
  'prints a lot': async (question) => {
    process.stdout.write('x'.repeat(2 ** 20));
    process.stderr.write('y'.repeat(2 ** 20));
    return anAnswer(question);
  },
  'tells its arguments': async (question) =>
    ({ ...anAnswer(question), detail: process.argv.slice(2).join(' ') }) as ForecastAnswer,
  'answers nonsense': async (question) => ({ ...anAnswer(question), kind: 'forecast' }) as unknown as ForecastAnswer,
};

serveQuestions(async () => async (question) => {
  const { behaviour = 'answers' } = question.series.labels;
  return (behaviours[behaviour] ?? anAnswer)(question);
});

/** Says which process has answered. */
function anAnswer({ seed }: ForecastQuestion): ForecastAnswer {
  return { kind: 'refused', reason: 'unpredictable', detail: `${process.pid} ${seed}` };
}
