import { expect, it } from 'vitest';
import { createRequestActivities, requestRecord } from '../../../activities/requests.ts';
import type { OperatorRequest } from '../../../model/operators/request.ts';
import { asActivity } from '../../support/acting/activity.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';
import { anAudit, recordsIn } from '../../support/audit/audit.ts';
import { isoSecond } from '../../support/builders.ts';

const workflowExecution = { workflowId: 'incident:host/web-1', runId: 'the-run-that-asks' };
const about = { target: 'host/web-1', runbook: null };
const request: OperatorRequest = {
  ask: 'takeOver',
  message: { kind: 'signal', name: 'take-over', nth: 0 },
  by: 'alex',
  comment: 'mine',
  refusal: null,
};

it('records who asked an incident for what, and whether the server vouches for them', async () => {
  const { audit, auditFile } = await anAudit();
  const sender = { identity: 'cli', principal: { type: 'jwt', name: 'alex' }, at: isoSecond(0), replayed: false };
  const activities = createRequestActivities({ audit, findSender: async () => sender });
  const refused = { ...request, ask: 'undo', refusal: 'no-repair' } as const;

  await asActivity(() => activities.recordRequests({ ...about, requests: [request, refused] }), { workflowExecution });

  const common = { incident: 'incident:host/web-1', ...about, plan: null, step: null, key: null, by: 'alex' };
  const actor = { identity: 'alex', verified: true, comment: 'mine' };
  expect(await recordsIn(auditFile)).toEqual([
    expect.objectContaining({ kind: 'operator-request', ...common, ...actor, ask: 'takeOver', refusal: null }),
    expect.objectContaining({ kind: 'operator-refused', ...common, ...actor, ask: 'undo', refusal: 'no-repair' }),
  ]);
});

it('is tried again until the history shows the message', async () => {
  const { audit, auditFile } = await anAudit();
  const activities = createRequestActivities({ audit, findSender: async () => undefined });

  const failure = await failureOf(() =>
    asActivity(() => activities.recordRequests({ ...about, requests: [request] }), { workflowExecution }),
  );

  expect(failure).toMatchObject(aFailure('SenderUnknown'));
  expect(await recordsIn(auditFile)).toEqual([]);
});

it('knows nothing of the sender of what never entered a history', () => {
  const record = requestRecord(
    'incident:host/web-1',
    about,
    { ...request, message: null, refusal: 'unreadable' },
    null,
  );

  expect(record).toMatchObject({ kind: 'operator-refused', identity: null, verified: false, refusal: 'unreadable' });
});
