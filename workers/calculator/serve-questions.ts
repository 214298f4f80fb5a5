import { constants, setPriority } from 'node:os';
import type { AnswerMessage } from '../../clients/calculator/messages.ts';
import { questionIn } from '../../clients/calculator/messages.ts';
import type { ForecastAnswer, ForecastQuestion } from '../../model/forecast/forecast.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { endWithParent } from './end-with-parent.ts';

/** What answers questions. */
type Answering = (question: ForecastQuestion) => Promise<ForecastAnswer>;

const longestDetail = 300;

/**
 * Answers the questions that the process which forked this one sends, and ends with it.
 *
 * @param load called with the first question: until then this process is small.
 */
export function serveQuestions(load: () => Promise<Answering>): void {
  let loaded: Promise<Answering> | undefined;
  process.once('disconnect', () => process.exit());
  // Ctrl-C reaches every process of a terminal; when this one ends is decided by the one that started it.
  process.on('SIGINT', () => undefined);
  process.on('message', (message) => {
    if (!loaded) {
      // Alerts are answered first.
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
      endWithParent();
    }
    loaded ??= load();
    void answering(loaded, message).then((answer) => {
      const told: AnswerMessage = { answer, residentBytes: process.memoryUsage.rss() };
      process.send?.(told);
    });
  });
}

async function answering(loaded: Promise<Answering>, message: unknown): Promise<ForecastAnswer> {
  const question = questionIn(message);
  if (!question) return failed('The question is not one that can be answered.');
  try {
    const answer = await loaded;
    return await answer(question);
  } catch (error) {
    return failed(maskedLine(`The model failed: ${String(error)}`, longestDetail));
  }
}

function failed(detail: string): ForecastAnswer {
  return { kind: 'refused', reason: 'model-failed', detail };
}
