import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  log,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { readScored } from '../../model/forecast/scoring/scored.ts';
import type { Scored } from '../../model/forecast/scoring/scored.ts';
import { scorebookDetails } from '../../model/forecast/scoring/scorebook-details.ts';
import { forecastOfScorebook, scorebookMemo } from '../../model/forecast/scoring/scorebook-id.ts';
import { noticeOf } from '../../model/forecast/scoring/scorebook-notice.ts';
import type { Scorebook } from '../../model/forecast/scoring/scorebook.ts';
import { emptyScorebook, enter, keptDays } from '../../model/forecast/scoring/scorebook.ts';
import { messageNames } from '../../model/names.ts';
import { scoreRecords } from '../telemetry.ts';

/** A Signal, because what happened must not be lost, and nobody waits for an answer. */
export const scoredSignal = defineSignal<[readonly Scored[]]>(messageNames.scored);
export const scorebookQuery = defineQuery<Scorebook>(messageNames.scorebook);

/** What a scorebook starts from: nothing, and everything in it when it continues as new. */
interface ScorebookInput {
  readonly book?: Scorebook;
}

/** Messages in one run after which the history is renewed, whatever the server suggests. */
const maxMessagesPerRun = 500;
/** When nothing in it counts any more, and every demotion is over. */
const silentForMs = keptDays * 24 * 60 * 60_000;

/**
 * Keeps for one forecast how good its predictions were and how well its values lay in their intervals, and demotes models that
 * prove to be bad. All workers tell it; it ends when nobody has told it anything for as long as its memory reaches.
 */
export async function scorebook({ book: before = emptyScorebook }: ScorebookInput = {}): Promise<void> {
  const forecast = forecastOfScorebook(workflowInfo().workflowId);
  let book = before;
  let messages = 0;

  setHandler(
    scoredSignal,
    (told) => {
      messages += 1;
      const scored = readScored(told);
      if (!scored) {
        book = { ...book, ignored: book.ignored + 1 };
        return log.warn('unreadable message ignored', { workflowId: workflowInfo().workflowId, what: 'scored' });
      }
      const entry = enter(book, scored, Date.now());
      book = entry.book;
      if (entry.counted.length > 0) scoreRecords.entered(forecast, entry.counted);
      for (const demotion of entry.demoted) {
        scoreRecords.demoted(forecast, demotion);
        log.warn('a forecaster was demoted', { forecast, ...demotion });
      }
    },
    { description: 'What became of predictions, of limits and of forecast values.' },
  );
  setHandler(scorebookQuery, () => book, { description: 'Everything in this scorebook.' });

  const isFull = (): boolean => workflowInfo().continueAsNewSuggested || messages >= maxMessagesPerRun;
  while (!isFull()) {
    // Several messages of one task are published once.
    const published = messages;
    upsertMemo({ [scorebookMemo]: noticeOf(book) });
    setCurrentDetails(scorebookDetails(book));
    await condition(() => messages > published, silentForMs);
    if (messages === published) return;
  }
  await condition(allHandlersFinished);
  // The server does not hand the memo on by itself.
  const continueWithMemo = makeContinueAsNewFunc<typeof scorebook>({ memo: { [scorebookMemo]: noticeOf(book) } });
  await continueWithMemo({ book });
}
