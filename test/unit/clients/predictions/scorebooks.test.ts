import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { countDemoted, createScorebookClient, listScorebooks } from '../../../../clients/predictions/scorebooks.ts';
import { noticeOf } from '../../../../model/forecast/scoring/scorebook-notice.ts';
import { emptyScorebook, enter } from '../../../../model/forecast/scoring/scorebook.ts';
import { aScoredLimit, aScoredPrediction, daysOn } from '../../../support/forecasting/scores.ts';

const bad = Array.from({ length: 10 }, () => aScoredPrediction({ outcome: 'false-alarm' }));
const notice = noticeOf(enter(emptyScorebook, bad, daysOn(0)).book);

/** A server that notes what it is told, and shows memos. */
function aServer(memos: Readonly<Record<string, unknown>> = {}, error?: Error) {
  const calls: { readonly type: string; readonly options: Record<string, unknown> }[] = [];
  async function* list() {
    if (error) throw error;
    for (const [workflowId, scorebook] of Object.entries(memos)) yield { workflowId, memo: { scorebook } };
  }
  const client = {
    connection: { withDeadline: (_until: number, call: () => unknown) => call() },
    workflow: {
      signalWithStart: async (type: string, options: Record<string, unknown>) => void calls.push({ type, options }),
      getHandle: (id: string) => ({
        describe: async () => {
          if (error) throw error;
          return { memo: { scorebook: memos[id] } };
        },
      }),
      list,
    },
  } as unknown as Client;
  return { client, calls, scorebooks: createScorebookClient(client, 1_000) };
}

describe('a scorebook', () => {
  it('is begun by what it is told, in messages that it reads', async () => {
    const { scorebooks, calls } = aServer();

    await scorebooks.tell(
      'disks',
      Array.from({ length: 250 }, () => aScoredLimit()),
    );

    expect(calls).toMatchObject([
      { type: 'scorebook', options: { workflowId: 'scorebook:disks', signal: 'scored', taskQueue: 'nightshift' } },
      { type: 'scorebook' },
    ]);
    expect(calls.map(({ options }) => (options['signalArgs'] as readonly unknown[][])[0]?.length)).toEqual([200, 50]);
  });

  it('is not begun by nothing', async () => {
    const { scorebooks, calls } = aServer();

    await scorebooks.tell('disks', []);

    expect(calls).toEqual([]);
  });

  it.each([
    ['its memo', { 'scorebook:disks': notice }, undefined, notice],
    ['no memo', {}, undefined, undefined],
    ['a memo of another shape', { 'scorebook:disks': { models: 'all' } }, undefined, undefined],
    ['no such scorebook', {}, new WorkflowNotFoundError('', 'scorebook:disks', undefined), undefined],
  ])('is read by %s', async (_what, memos, error, expected) => {
    expect(await aServer(memos, error).scorebooks.read('disks')).toEqual(expected);
  });

  it('is nobody’s knowledge while the server is away', async () => {
    await expect(aServer({}, new Error('away')).scorebooks.read('disks')).rejects.toThrow('away');
  });
});

describe('all scorebooks', () => {
  it('are listed by their forecasts, without those that cannot be read', async () => {
    const { client } = aServer({ 'scorebook:load': notice, 'scorebook:disks': notice, 'scorebook:odd': 42 });

    expect(Object.keys(await listScorebooks(client))).toEqual(['disks', 'load']);
  });

  it.each([
    ['while it lasts', daysOn(6), { disks: 1 }],
    ['when it is over', daysOn(8), { disks: 0 }],
  ])('tell how many models are demoted %s', async (_when, nowMs, expected) => {
    expect(await countDemoted(aServer({ 'scorebook:disks': notice }).client, nowMs)).toEqual(expected);
  });

  it('tell nothing of it while the server cannot say', async () => {
    expect(await countDemoted(aServer({}, new Error('away')).client, daysOn(6))).toBeUndefined();
  });
});
