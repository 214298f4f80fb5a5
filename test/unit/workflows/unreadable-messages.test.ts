import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivateInput } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { isUnreadable } from '../../../model/unreadable.ts';
import { interceptors } from '../../../workflows/unreadable-messages.ts';
import { aJsonPayload, aPayload, undecodable, unwanted } from '../../support/temporal/broken-payloads.ts';

type Job = NonNullable<ActivateInput['activation']['jobs']>[number];

/** Has a workflow run some jobs, and gives back what reaches it of them. */
function activated(...jobs: readonly Job[]): readonly Job[] {
  let reached: readonly Job[] = [];
  const [interceptor] = interceptors().internals ?? [];
  interceptor?.activate?.({ activation: { jobs: [...jobs] }, batchIndex: 0 }, ({ activation }) => {
    reached = activation.jobs ?? [];
  });
  return reached;
}

/** The arguments of a signal as its handler gets them. */
function signalled(input: readonly Payload[]): readonly unknown[] {
  const [job] = activated({ signalWorkflow: { signalName: 'deliver', input: [...input] } });
  return (job?.signalWorkflow?.input ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload));
}

describe('a signal', () => {
  it.each(undecodable)('gets through with %s', (_title, input) => {
    const args = signalled(input);

    expect(args).toHaveLength(input.length);
    expect(isUnreadable(args[0])).toBe(true);
    expect(JSON.stringify(args)).not.toContain('evil');
  });

  it.each(unwanted)('gets through untouched with %s', (_title, input) => {
    const signal: Job = { signalWorkflow: { signalName: 'deliver', input: [...input] } };

    const [job] = activated(signal);

    expect(job?.signalWorkflow?.input).toEqual(input);
  });

  it('keeps the arguments beside a broken one', () => {
    const args = signalled([aJsonPayload(['first']), aPayload('json/plain', '{'), aJsonPayload('last')]);

    expect(args).toEqual([['first'], { unreadablePayload: 'invalid JSON' }, 'last']);
  });

  it('may come without a field for arguments', () => {
    expect(activated({ signalWorkflow: { signalName: 'standDown' } })).toHaveLength(1);
  });
});

it.each(undecodable)('a query gets through with %s', (_title, input) => {
  const [job] = activated({ queryWorkflow: { queryType: 'record', arguments: [...input] } });

  const args = job?.queryWorkflow?.arguments ?? [];
  expect(args).toHaveLength(input.length);
  expect(args.map((payload) => defaultPayloadConverter.fromPayload(payload)).some(isUnreadable)).toBe(true);
});

describe('nothing else is touched', () => {
  const input = [aPayload('json/plain', '{')];

  it.each<[string, Job]>([
    ['an Update', { doUpdate: { name: 'approve', input } }],
    ["a workflow's own input", { initializeWorkflow: { workflowType: 'incident', arguments: input } }],
    ['the result of an activity', { resolveActivity: { seq: 1, result: { completed: { result: input[0] ?? null } } } }],
  ])('%s', (_title, job) => {
    const before = structuredClone(job);

    expect(activated(job)).toEqual([before]);
  });
});

describe('isUnreadable', () => {
  it.each([undefined, null, 'unreadablePayload', 7, {}, [], [{ unreadablePayload: 'invalid JSON' }]])(
    'says no to %j',
    (value) => {
      expect(isUnreadable(value)).toBe(false);
    },
  );
});
