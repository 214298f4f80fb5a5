import { describe, expect, it, vi } from 'vitest';
import { guardWorkflowId, incidentWorkflowId, messageNames, remediationWorkflowId } from '../../model/names.ts';
import type { Ledger } from '../../model/guard/ledger.ts';
import { deliver } from '../support/crash/run.ts';
import { useCrashWorld } from '../support/crash/use-crash-world.ts';
import { holdAt } from '../support/crash/watched-service.ts';

const world = useCrashWorld();

/** How somebody ends a repair from outside. */
const ways = [
  { way: 'its incident is cancelled', end: (target: string) => handle(incidentWorkflowId(target)).cancel() },
  { way: 'it is cancelled itself', end: (target: string) => handle(remediationWorkflowId(target)).cancel() },
  { way: 'its incident is terminated', end: (target: string) => handle(incidentWorkflowId(target)).terminate() },
];

const done = ['valve on', 'pump on', 'heater on'];
const undone = [...done, 'heater off', 'pump off', 'valve off'];
const moments = [
  { moment: 'before its first action', point: 'admitPlan#1 after', effects: [] },
  { moment: 'within an action', point: 'performAction#2 before the effect', effects: ['valve on', 'pump on'] },
  { moment: 'while it is verified', point: 'proveHealth#1 before', effects: done },
  { moment: 'before it is undone', point: 'collectLogs#2 before', effects: undone },
  { moment: 'within its undo', point: 'performAction#5 before the effect', effects: undone },
];

describe.each(ways)('a repair, when $way', ({ end }) => {
  it.each(moments)('$moment, begins nothing new, undoes all or nothing, and gives its place back', async (at) => {
    const service = world().aService({ heals: false });
    const hold = holdAt(service, at.point);
    await deliver(world(), service);
    await hold.reached;

    await end(service.target);
    await untilCancelIsHeard(service.target);
    hold.release();
    const status = await untilClosed(remediationWorkflowId(service.target));

    expect(status).toBe('CANCELLED');
    expect(service.effects).toEqual(at.effects);
    expect(await repairsUnderWay()).not.toContain(service.target);
  });
});

function handle(workflowId: string) {
  return world().client.workflow.getHandle(workflowId);
}

/** Waits until the repair's history has the request. */
async function untilCancelIsHeard(target: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { events } = await handle(remediationWorkflowId(target)).fetchHistory();
      expect(events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
    },
    { timeout: 30_000, interval: 100 },
  );
}

async function untilClosed(workflowId: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const { status } = await handle(workflowId).describe();
      expect(status.name).not.toBe('RUNNING');
      return status.name;
    },
    { timeout: 60_000, interval: 100 },
  );
}

async function repairsUnderWay(): Promise<readonly string[]> {
  const ledger = await handle(guardWorkflowId('hosts')).query<Ledger>(messageNames.ledger);
  return ledger.running.map(({ target }) => target);
}
