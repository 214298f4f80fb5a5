import { expect, it } from 'vitest';
import type { AwaitedApproval } from '../../../model/remediation/approval.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { reaches } from '../../support/played/staging.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** A world in which a restart needs two people. */
const aWorldOfTwo = () =>
  new MockWorld({ mode: 'approve', approval: { quorum: { safe: 1, disruptive: 2, destructive: 2 } } });

/** Has a service fail, and waits until people are asked. */
async function asks({ incident, target }: Play): Promise<AwaitedApproval> {
  await incident.deliver(anEpisode({ target }).firing);
  const { approval } = await incident.until((record) => record.approval !== null);
  if (!approval) throw new Error('nothing is awaited');
  return approval;
}

/** What operators see of the repair in the UI. */
async function detailsOf({ remediation }: Play): Promise<string> {
  const { currentDetails } = await remediation.handle.query<{ readonly currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  return currentDetails ?? '';
}

it('shows in the UI, where people vote, the plan in full and what to type, and then how far it is', async () => {
  const { result, target } = await bed.play({
    world: aWorldOfTwo,
    script: async (play) => {
      const approval = await asks(play);
      const waiting = await detailsOf(play);
      const ofIncident = await play.incident.currentDetails();
      await play.remediation.vote('approve', { code: approval.code, by: 'kim' });
      const half = await play.incident.until((record) => record.approval?.votes === 1);
      await play.remediation.vote('approve', { code: approval.code, by: 'alex' });
      await reaches(play.incident, 'verifying');
      const verifying = await detailsOf(play);
      await play.pass(3 * minutes);
      await reaches(play.incident, 'resolved');
      return { approval, waiting, ofIncident, half, verifying, ended: await detailsOf(play) };
    },
  });

  const { approval, waiting, ofIncident, half, verifying, ended } = result;
  const typed = 'with `{"code": "' + approval.code;
  expect(waiting).toContain('**Waits for an approval**');
  expect(waiting).toContain(typed);
  expect(waiting).toContain(`Hash ${approval.plan}`);
  expect(waiting).toMatch(/1\. \*\*waits\*\*: restart-service on host/);
  expect(ofIncident).toContain('Awaited: an approval');
  expect(ofIncident).toContain(typed);
  expect(approval).toMatchObject({ quorum: 2, votes: 0, asked: 1, summary: `restart ${target}` });
  expect(half.status).toBe('awaiting-approval');
  expect(verifying).toMatch(/Waits for proof[\s\S]*1\. \*\*done\*\*/);
  expect(verifying).not.toContain('To be approved');
  expect(ended).toMatch(/^\*\*Ended: resolved-by-us/);
});

it('tells people how to vote once, and once more with each reminder, but not for a vote', async () => {
  const { result, world } = await bed.play({
    world: aWorldOfTwo,
    script: async (play) => {
      const approval = await asks(play);
      await play.remediation.vote('approve', { code: approval.code, by: 'kim' });
      await play.pass(16 * minutes);
      await play.incident.until((record) => record.approval?.asked === 2);
      const answer = await play.remediation.vote('deny', { code: approval.code, by: 'alex' });
      const record = await reaches(play.incident, 'escalated');
      return { approval, answer, record };
    },
  });

  const { approval, answer, record } = result;
  const calls = world.reports.filter(({ channel, report }) => channel === 'console' && report.asks.length > 0);
  expect(calls.map(({ report }) => report.kind)).toEqual(['approval-needed', 'approval-needed']);
  expect(calls[0]?.report.asks.join('\n')).toContain(`--code ${approval.code}`);
  expect(calls[1]?.report.asks.join('\n')).toContain('1 of 2 approvals');
  expect(answer).toMatchObject({ counted: true });
  expect(record).toMatchObject({ approval: null, score: { human: true, acted: false, reason: 'approval-denied' } });
});
