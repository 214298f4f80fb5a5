import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/client';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Scored } from '../../../model/forecast/scoring/scored.ts';
import { readScorebookNotice } from '../../../model/forecast/scoring/scorebook-notice.ts';
import type { ScorebookNotice } from '../../../model/forecast/scoring/scorebook-notice.ts';
import type { Scorebook } from '../../../model/forecast/scoring/scorebook.ts';
import { scorebookMemo, scorebookWorkflowId } from '../../../model/forecast/scoring/scorebook-id.ts';
import { messageNames, workflowTypes } from '../../../model/names.ts';
import { aScoredLimit, aScoredPrediction, someScoredValues } from '../../support/forecasting/scores.ts';
import { MockWorld, hours } from '../../support/played/mock-world.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { playedForecast } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();
const patienceMs = 60_000;
/** More than one run of a scorebook takes in. */
const manyMessages = 520;

/** The scorebook of a play. */
class PlayedScorebook {
  readonly handle: WorkflowHandle;
  readonly play: Play;

  constructor(play: Play) {
    this.play = play;
    this.handle = play.env.client.workflow.getHandle(scorebookWorkflowId(playedForecast(play.taskQueue)));
  }

  /** Tells it as activities do. */
  async tell(...scored: readonly unknown[]): Promise<void> {
    await this.play.env.client.workflow.signalWithStart(workflowTypes.scorebook, {
      workflowId: this.handle.workflowId,
      taskQueue: this.play.taskQueue,
      args: [],
      signal: messageNames.scored,
      signalArgs: [scored],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
  }

  /** Waits, while the server's clock stands still, until the memo is as wanted. */
  async until(isReached: (notice: ScorebookNotice) => boolean): Promise<ScorebookNotice> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const notice = readScorebookNotice((await this.handle.describe()).memo?.[scorebookMemo]);
      if (notice && isReached(notice)) return notice;
      if (Date.now() > deadline) throw new Error(`never came to what was awaited: ${JSON.stringify(notice)}`);
      await wait(20);
    }
  }
}

/** Plays with the scorebook of a forecast, and takes it away afterwards: it would outlive the play. */
async function withScorebook<Result>(script: (book: PlayedScorebook) => Promise<Result>): Promise<Result> {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const book = new PlayedScorebook(play);
      try {
        return await script(book);
      } finally {
        await book.handle.terminate('the test is over').catch(() => undefined);
      }
    },
  });
  return result;
}

const missedOf = ({ models: [first] }: ScorebookNotice): number => first?.missed ?? 0;

/** What happened now, on the server's clock. */
async function now({ play }: PlayedScorebook): Promise<{ readonly atMs: number }> {
  return { atMs: await play.env.currentTimeMs() };
}

it('shows in its memo what all workers told it, and counts for the metrics, each once', async () => {
  const seen = await withScorebook(async (book) => {
    const forecast = playedForecast(book.play.taskQueue);
    const at = await now(book);
    const scored: readonly Scored[] = [aScoredPrediction(at), aScoredLimit(at), someScoredValues(at)];
    await book.tell(...scored);
    await book.tell(...scored);
    await book.tell(...scored, aScoredLimit(at));
    const notice = await book.until((shown) => missedOf(shown) === 2);
    const details = await book.handle.query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
    return {
      notice,
      details: details.currentDetails,
      predictions: await book.play.metric(
        `nightshift_predictions_scored_total{forecast="${forecast}",outcome="came-true"}`,
      ),
      missed: await book.play.metric(`nightshift_limits_reached_total{forecast="${forecast}",result="missed"}`),
      within: await book.play.metric(
        `nightshift_forecast_values_total{forecast="${forecast}",model="ensemble",result="within"}`,
      ),
    };
  });

  expect(seen.notice.models).toMatchObject([{ model: 'ensemble', outcomes: { 'came-true': 1 }, compared: 100 }]);
  expect(seen).toMatchObject({ predictions: 1, missed: 2, within: 95 });
  expect(seen.details).toContain('**ensemble**: precision 100 %');
});

it('demotes a model that proves to be bad, once, and tries it again after a week', async () => {
  const seen = await withScorebook(async (book) => {
    const forecast = playedForecast(book.play.taskQueue);
    const wrong = async (): Promise<readonly Scored[]> => {
      const at = await now(book);
      return Array.from({ length: 10 }, () => aScoredPrediction({ ...at, outcome: 'false-alarm' }));
    };
    await book.tell(...(await wrong()));
    const first = await book.until(({ demotions }) => demotions.length === 1);
    await book.tell(...(await wrong()));
    const meanwhile = await book.until(({ models: [model] }) => model?.outcomes['false-alarm'] === 20);
    await book.play.pass(9 * 24 * hours);
    await book.tell(...(await wrong()));
    const again = await book.until(({ demotions: [demotion] }) => demotion?.times === 2);
    const counted = `nightshift_forecaster_demotions_total{forecast="${forecast}",model="ensemble"}`;
    return { first, meanwhile, again, counted: await book.play.metric(counted) };
  });

  expect(seen.first.demotions).toMatchObject([
    { model: 'ensemble', times: 1, because: '0 % of 10 predictions were right, at least 50 % have to be' },
  ]);
  expect(seen.meanwhile.demotions).toEqual(seen.first.demotions);
  expect(seen.again.demotions).toHaveLength(1);
  expect(seen.counted).toBe(2);
});

it('carries everything into its next run, the memo as well', async () => {
  const seen = await withScorebook(async (book) => {
    const at = await now(book);
    const told = aScoredLimit(at);
    await book.tell(told);
    const { runId: firstRun } = await book.handle.describe();
    for (let nth = 0; nth < manyMessages; nth++) await book.tell(aScoredLimit(at));
    await book.tell(told);
    const notice = await book.until((shown) => missedOf(shown) === manyMessages + 1);
    const { runId } = await book.handle.describe();
    const { seen: ids } = await book.handle.query<Scorebook>(messageNames.scorebook);
    return { notice, isLaterRun: runId !== firstRun, ids: ids.length };
  });

  expect(missedOf(seen.notice)).toBe(manyMessages + 1);
  expect(seen).toMatchObject({ isLaterRun: true, ids: manyMessages + 1 });
});

it('notes what it cannot read, and lives', async () => {
  const book = await withScorebook(async (played) => {
    const at = await now(played);
    await played.tell({ unreadable: true });
    await played.tell(aScoredLimit({ ...at, id: 'x'.repeat(1_000) }));
    await played.tell(aScoredLimit(at));
    await played.until((shown) => missedOf(shown) === 1);
    return played.handle.query<Scorebook>(messageNames.scorebook);
  });

  expect(book.ignored).toBe(2);
});

it('ends when nobody has told it anything for as long as it remembers', async () => {
  const result = await withScorebook(async (book) => {
    await book.tell(aScoredLimit(await now(book)));
    await book.handle.result();
    return (await book.handle.describe()).status.name;
  });

  expect(result).toBe('COMPLETED');
});
