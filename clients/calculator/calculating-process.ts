import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { ForecastQuestion } from '../../model/forecast/forecast.ts';
import { TailBuffer } from '../commands/tail-buffer.ts';
import type { AnswerMessage } from './messages.ts';
import { answerIn } from './messages.ts';
import { residentBytesOf } from './resident-bytes.ts';

/** How a calculation ended. After anything but an answer the process is gone. */
type Ending =
  | ({ readonly kind: 'answered' } & AnswerMessage)
  | { readonly kind: 'out-of-time' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'crashed'; readonly how: string };

/** One process that answers one question at a time. */
export interface CalculatingProcess {
  readonly hasEnded: () => boolean;
  ask(question: ForecastQuestion, deadlineMs: number, signal: AbortSignal): Promise<Ending>;
  end(): Promise<void>;
}

const watchMs = 200;
const lastWordsBytes = 4_096;
/** What V8 writes before it gives up. */
const heapIsFull = /heap out of memory|Reached heap limit/;
/** The rest is for what is not on the heap, such as the code and the matrices. */
const heapShare = 0.75;

/** Starts a process that waits for questions. It holds this one open only while it calculates. */
export function startCalculating(module: URL, args: readonly string[], memoryBytes: number): CalculatingProcess {
  const child = fork(module, args, {
    // Nothing of what this process was given concerns mathematics, such as credentials.
    env: {},
    execArgv: [`--max-old-space-size=${Math.round((memoryBytes * heapShare) / 2 ** 20)}`],
    serialization: 'advanced',
    // Libraries print: their output is not read, and never mixed with that of this process.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const lastWords = new TailBuffer(lastWordsBytes);
  child.stderr?.on('data', (chunk: Buffer) => lastWords.add(chunk));
  const ended = endOf(child).then(({ how }): Ending => {
    return heapIsFull.test(lastWords.text()) ? { kind: 'out-of-memory' } : { kind: 'crashed', how };
  });
  hold(child, false);

  const end = async (): Promise<void> => {
    hold(child, true);
    child.kill('SIGKILL');
    await ended;
  };
  return {
    hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    end,
    async ask(question, deadlineMs, signal) {
      const [first, over] = [Promise.withResolvers<Ending>(), new AbortController()];
      const hears = { signal: over.signal };
      void ended.then(first.resolve);
      const tell = (kind: 'out-of-time' | 'out-of-memory' | 'aborted') => () => first.resolve({ kind });
      signal.addEventListener('abort', tell('aborted'), hears);
      const late = setTimeout(tell('out-of-time'), deadlineMs);
      const watch = setInterval(() => {
        void residentBytesOf(child.pid ?? 0).then((bytes) => (bytes ?? 0) > memoryBytes && tell('out-of-memory')());
      }, watchMs);
      hold(child, true);
      void once(child, 'message', hears).then(
        ([message]) => first.resolve(endingIn(message, question.horizon)),
        () => undefined,
      );
      try {
        if (signal.aborted) tell('aborted')();
        child.send(question, (error) => error && first.resolve({ kind: 'crashed', how: 'did not take the question' }));
        const ending = await first.promise;
        if (ending.kind !== 'answered') await end();
        return ending;
      } catch (error) {
        // What cannot be sent is no plain data: the mistake of whoever asks.
        await end();
        throw error;
      } finally {
        over.abort();
        clearTimeout(late);
        clearInterval(watch);
        hold(child, false);
      }
    },
  };
}

function endingIn(message: unknown, horizon: number): Ending {
  const read = answerIn(message, horizon);
  return read ? { kind: 'answered', ...read } : { kind: 'crashed', how: 'answered something else' };
}

/** In words, once the process is gone and all that it wrote is read. */
function endOf(child: ChildProcess): Promise<{ readonly how: string }> {
  return new Promise((resolve) => {
    child.once('error', (error) => child.pid === undefined && resolve({ how: `did not start (${error.message})` }));
    child.once('close', (code, signal) => resolve({ how: signal ? `was ended by ${signal}` : `ended with ${code}` }));
  });
}

/** Whether this process stays for the sake of that one. */
function hold(child: ChildProcess, isHeld: boolean): void {
  for (const handle of [child, child.channel, child.stderr as Socket | null]) {
    if (isHeld) handle?.ref();
    else handle?.unref();
  }
}
