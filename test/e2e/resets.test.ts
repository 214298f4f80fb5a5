import { describe, expect, it, vi } from 'vitest';
import { remediationWorkflowId } from '../../model/names.ts';
import { sendApproval, untilAsked } from '../support/crash/approvals.ts';
import { votesOn } from '../support/crash/records.ts';
import { resetToBeforeAction, resetToBeforeApproval } from '../support/crash/resets.ts';
import { deliver, untilOver } from '../support/crash/run.ts';
import { useCrashWorld } from '../support/crash/use-crash-world.ts';
import type { WatchedService } from '../support/crash/watched-service.ts';
import { holdAt } from '../support/crash/watched-service.ts';

const world = useCrashWorld();
const done = ['valve on', 'pump on', 'heater on'];
const undone = [...done, 'heater off', 'pump off', 'valve off'];
const patience = { timeout: 60_000, interval: 100 };

describe('a Reset of a repair that was approved', () => {
  it('to before the approval refuses the old one, and with a new one does nothing twice', async () => {
    const service = world().aService({ heals: true, mode: 'approve' });
    await deliver(world(), service);
    const code = await untilAsked(world(), service);
    await sendApproval(world(), service, { code, by: 'alice' });
    await untilOver(world(), service);

    await resetToBeforeApproval(world(), service);
    await vi.waitFor(() => expect(votes(service)).toContain('alice replayed'), patience);
    const beforeTheNewOne = await statusOf(service);
    await sendApproval(world(), service, { code, by: 'bob' });
    await untilClosed(service);

    expect(votes(service)).toEqual(['alice counted', 'alice replayed', 'bob counted']);
    expect(beforeTheNewOne).toBe('RUNNING');
    expect(await statusOf(service)).toBe('COMPLETED');
    expect(service.effects).toEqual(done);
  });

  it('to between the approval and the first action asks anew before anything is done', async () => {
    const service = world().aService({ heals: true, mode: 'approve' });
    const hold = holdAt(service, 'performAction#1 before');
    await deliver(world(), service);
    await sendApproval(world(), service, { code: await untilAsked(world(), service), by: 'alice' });
    await hold.reached;
    await world().worker.kill();

    await resetToBeforeAction(world(), service, 1);
    await world().worker.start();
    const code = await untilAsked(world(), service, 2);
    const beforeTheNewOne = [...service.effects];
    await sendApproval(world(), service, { code, by: 'bob' });
    const record = await untilOver(world(), service);

    expect(beforeTheNewOne).toEqual([]);
    expect(votes(service)).toEqual(['alice counted', 'bob counted']);
    expect(record.outcome?.kind).toBe('resolved-by-us');
    expect(service.effects).toEqual(done);
  });
});

describe('a Reset of a repair that acts by itself', () => {
  it.each([
    { what: 'an action', nth: 2, heals: true, effects: done },
    { what: 'an undo', nth: 5, heals: false, effects: undone },
  ])('to before $what that has happened does not do it again', async ({ nth, heals, effects }) => {
    const service = world().aService({ heals });
    await deliver(world(), service);
    await untilOver(world(), service);

    await resetToBeforeAction(world(), service, nth);
    await untilClosed(service);

    expect(await statusOf(service)).toBe('COMPLETED');
    expect(service.effects).toEqual(effects);
  });

  it('in the midst of an action does not do again what its old run does, and tells its incident the end', async () => {
    const service = world().aService({ heals: true });
    const hold = holdAt(service, 'performAction#2 after the effect');
    await deliver(world(), service);
    await hold.reached;

    await resetToBeforeAction(world(), service, 1);
    hold.release();
    const record = await untilOver(world(), service);

    expect(record.outcome?.kind).toBe('resolved-by-us');
    expect(service.effects).toEqual(done);
  });
});

function votes({ target }: WatchedService): readonly string[] {
  return votesOn(world().auditFile, target);
}

/** What became of the newest run of a service's repair. */
async function statusOf({ target }: WatchedService): Promise<string> {
  return (await world().client.workflow.getHandle(remediationWorkflowId(target)).describe()).status.name;
}

async function untilClosed(service: WatchedService): Promise<void> {
  await vi.waitFor(async () => expect(await statusOf(service)).not.toBe('RUNNING'), patience);
}
