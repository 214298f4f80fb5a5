import { expect, it } from 'vitest';
import { remediationWorkflowId } from '../../model/names.ts';
import { sendApproval, untilAsked } from '../support/crash/approvals.ts';
import { votesOn } from '../support/crash/records.ts';
import { deliver, untilOver } from '../support/crash/run.ts';
import { useCrashWorld } from '../support/crash/use-crash-world.ts';
import type { WatchedService } from '../support/crash/watched-service.ts';

const world = useCrashWorld();
const count = 200;

/** What may come in place of a vote, and what it is refused for. */
const nonsense = [null, 7, [], 'not a code', { code: 12 }, { code: 'ffffffff', by: 'mallory' }];

it.each([
  {
    what: 'that all would do',
    voteOf: (code: string, nth: number) => ({ code, by: `person-${nth}` }),
    counted: count,
  },
  {
    what: 'of which only the last would do',
    voteOf: (code: string, nth: number) =>
      nth === count - 1 ? { code, by: 'alice' } : nonsense[nth % nonsense.length],
    counted: 1,
  },
])(
  'a repair takes 200 votes $what in one workflow task, counts $counted, records all, and acts once',
  async ({ voteOf, counted }) => {
    const service = world().aService({ heals: true, mode: 'approve' });
    await deliver(world(), service);
    const code = await untilAsked(world(), service);

    // Nobody is there to work them off one by one.
    await world().worker.kill();
    for (let nth = 0; nth < count; nth++) await sendApproval(world(), service, voteOf(code, nth));
    await world().worker.start();
    const record = await untilOver(world(), service);

    const votes = votesOn(world().auditFile, service.target);
    expect(await votesInOneTask(service)).toBe(count);
    expect(record.outcome?.kind).toBe('resolved-by-us');
    expect(service.effects).toEqual(['valve on', 'pump on', 'heater on']);
    expect(votes.filter((vote) => vote.endsWith(' counted'))).toHaveLength(counted);
    expect(votes).toHaveLength(count);
  },
);

/** The most signals that one task of a repair had to take. */
async function votesInOneTask({ target }: WatchedService): Promise<number> {
  const { events } = await world().client.workflow.getHandle(remediationWorkflowId(target)).fetchHistory();
  const perTask = [0];
  for (const event of events ?? []) {
    if (event.workflowTaskCompletedEventAttributes) perTask.push(0);
    if (event.workflowExecutionSignaledEventAttributes) perTask.push((perTask.pop() ?? 0) + 1);
  }
  return Math.max(...perTask);
}
