import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { ForecastAnswer, ForecastQuestion, RefusalReason } from '../../model/forecast/forecast.ts';
import { durationInWords } from '../../model/text/duration.ts';
import type { CalculatingProcess } from './calculating-process.ts';
import { startCalculating } from './calculating-process.ts';
import type { CalculationLimits, Calculator } from './calculator.ts';

/** The processes of a calculator. */
export interface CalculatorOptions {
  /** What each runs, such as `workers/calculator/main.ts`. */
  readonly module: URL;
  /** How many calculate at the same time; one processor is left to the rest unless given. */
  readonly processes?: number;
  /** How much memory each may hold. */
  readonly memoryBytes?: number;
  /** One that nobody has asked anything for so long is ended. */
  readonly idleMs?: number;
  /** A Transformer of the user's own in the place of the small one: a file of ONNX. */
  readonly transformerFile?: string | null;
}

const defaultMemoryBytes = 512 * 2 ** 20;
const defaultIdleMs = 60_000;
const beatMs = 1_000;
/** One that holds more after an answer is not kept: what libraries have taken they do not give back. */
const keptShare = 0.6;

/** Calculates in processes that are started when they are needed. After a crash a question is asked once more. */
export function processCalculator(options: CalculatorOptions): Calculator {
  const { processes = Math.max(1, availableParallelism() - 1), idleMs = defaultIdleMs } = options;
  const { module, transformerFile = null } = options;
  const memoryBytes = options.memoryBytes ?? defaultMemoryBytes;
  const turns = pLimit(processes);
  const idle = new Map<CalculatingProcess, NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();

  const take = (): CalculatingProcess => {
    for (const [process, timer] of [...idle].toReversed()) {
      clearTimeout(timer);
      idle.delete(process);
      if (!process.hasEnded()) return process;
    }
    return startCalculating(module, transformerFile === null ? [] : [transformerFile], memoryBytes);
  };
  const putBack = async (process: CalculatingProcess, residentBytes: number): Promise<void> => {
    if (closing.signal.aborted || residentBytes > memoryBytes * keptShare) return process.end();
    const timer = setTimeout(() => {
      idle.delete(process);
      void process.end();
    }, idleMs);
    idle.set(process, timer.unref());
  };

  const calculate = async (question: ForecastQuestion, deadlineMs: number, signal: AbortSignal) => {
    const endsAt = performance.now() + deadlineMs;
    for (let isRetry = false; ; isRetry = true) {
      signal.throwIfAborted();
      const process = take();
      const ending = await process.ask(question, endsAt - performance.now(), signal);
      switch (ending.kind) {
        case 'answered':
          await putBack(process, ending.residentBytes);
          return ending.answer;
        case 'out-of-time':
          return refused('out-of-time', `The calculation took longer than ${durationInWords(deadlineMs)}.`);
        case 'out-of-memory':
          return refused('out-of-memory', `The calculation needed more than ${megabytes(memoryBytes)} MB of memory.`);
        case 'aborted':
          throw signal.reason;
        case 'crashed':
          if (isRetry) return refused('model-failed', `The process that calculated it ${ending.how}, twice.`);
      }
    }
  };

  return {
    async forecast(question: ForecastQuestion, { deadlineMs, signal, onProgress }: CalculationLimits) {
      const ends = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
      ends.throwIfAborted();
      // It is alive and within its limits, or it would have been ended: that is the progress.
      const beat = setInterval(() => onProgress?.(), beatMs);
      const over = new AbortController();
      const turn = turns(() => calculate(question, deadlineMs, ends));
      running.add(turn);
      void turn.catch(() => undefined).finally(() => running.delete(turn));
      try {
        return await Promise.race([turn, whenAborted(ends, over.signal)]);
      } finally {
        over.abort();
        clearInterval(beat);
      }
    },
    async close() {
      closing.abort(new Error('the calculator is closed'));
      for (const timer of idle.values()) clearTimeout(timer);
      await Promise.all([...[...idle.keys()].map((process) => process.end()), Promise.allSettled(running)]);
      idle.clear();
    },
  };
}

function refused(reason: RefusalReason, detail: string): ForecastAnswer {
  return { kind: 'refused', reason, detail };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** One that waits for its turn has nothing that could be ended. */
function whenAborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over });
  });
}
