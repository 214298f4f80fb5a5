import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { hasActedSince, readPredictionNotice } from '../../../../clients/temporal/prediction-notices.ts';
import type { PredictionNotice } from '../../../../model/forecast/predicting/prediction-details.ts';
import { aScore } from '../../../support/scores.ts';

const notice: PredictionNotice = {
  status: 'raised',
  madeAtMs: 1,
  everyMs: 2,
  value: 3,
  isReached: false,
  crossingMs: null,
};
const claimed: PredictionNotice = { ...notice, claim: { raisedAtMs: 1, untilMs: 2 } };
const withDeadline = (_deadline: number, run: () => Promise<unknown>): Promise<unknown> => run();
const raisedAt = new Date('2026-01-01T12:00:00Z');

/** One run of an incident: when it closed, and whether it acted. */
interface Run {
  readonly closedAt?: string;
  readonly acted: boolean;
}

function aServer(given: { readonly memo?: unknown; readonly error?: Error; readonly runs?: readonly Run[] }) {
  const queries: string[] = [];
  async function* list({ query }: { readonly query: string }) {
    queries.push(query);
    for (const { closedAt, acted } of given.runs ?? [])
      yield { closeTime: closedAt && new Date(closedAt), memo: { nightshiftScore: aScore({ acted }) } };
  }
  const describeRun = async () => {
    if (given.error) throw given.error;
    return { memo: { prediction: given.memo } };
  };
  const client = { connection: { withDeadline }, workflow: { list, getHandle: () => ({ describe: describeRun }) } };
  return { client: client as unknown as Client, queries };
}

describe('how a prediction stands', () => {
  it.each([
    ['its memo', { memo: notice }, notice],
    ['one with what was raised', { memo: claimed }, claimed],
    ['no memo', {}, undefined],
    ['a claim of another shape', { memo: { ...notice, claim: { raisedAtMs: 1 } } }, undefined],
    ['a memo of another shape', { memo: { ...notice, value: 'high' } }, undefined],
    ['no such prediction', { error: new WorkflowNotFoundError('', 'prediction:disks', undefined) }, undefined],
  ])('is told by %s', async (_what, given, expected) => {
    expect(await readPredictionNotice(aServer(given).client, 'prediction:disks')).toEqual(expected);
  });

  it('is nobody’s knowledge while the server is away', async () => {
    const { client } = aServer({ error: new Error('unavailable') });

    await expect(readPredictionNotice(client, 'prediction:disks')).rejects.toThrow('unavailable');
  });
});

describe('whether a repair has acted', () => {
  it.each<[boolean, string, readonly Run[]]>([
    [false, 'no incident', []],
    [true, 'one that is open', [{ acted: true }]],
    [true, 'one that has closed since', [{ acted: false }, { acted: true, closedAt: '2026-01-01T13:00:00Z' }]],
    [false, 'one that had closed before', [{ acted: true, closedAt: '2026-01-01T11:00:00Z' }]],
    [false, 'one that only looked', [{ acted: false }]],
  ])('is %s by %s', async (expected, _what, runs) => {
    const { client, queries } = aServer({ runs });

    expect(await hasActedSince(client, 'host/db-3', raisedAt.getTime())).toBe(expected);
    expect(queries).toEqual(["WorkflowType = 'incident' AND WorkflowId = 'incident:host/db-3'"]);
  });

  it('asks nothing for what can be no incident', async () => {
    const { client, queries } = aServer({ runs: [{ acted: true }] });

    expect(await hasActedSince(client, "x' OR ExecutionStatus = 'Running", raisedAt.getTime())).toBe(false);
    expect(queries).toEqual([]);
  });
});
