import { expect, vi } from 'vitest';
import { readIncident } from '../../../clients/temporal/incident-directory.ts';
import { messageNames, remediationWorkflowId } from '../../../model/names.ts';
import type { WatchedService } from './watched-service.ts';
import type { CrashWorld } from './world.ts';

/**
 * Waits until a service's repair has asked for an approval.
 *
 * @param times how often, those times included that it waited for before.
 * @returns the code that a vote has to name.
 */
export async function untilAsked({ client }: CrashWorld, { target }: WatchedService, times = 1): Promise<string> {
  return vi.waitFor(
    async () => {
      const record = await readIncident(client, target);
      const asked = record?.timeline.entries.filter(({ event }) => event === 'approval-requested') ?? [];
      expect(asked).toHaveLength(times);
      return /code ([0-9a-f]+)/.exec(asked.at(-1)?.text ?? '')?.[1] ?? '';
    },
    { timeout: 60_000, interval: 200 },
  );
}

/** Sends a signal that approves, as the Temporal UI does. */
export async function sendApproval({ client }: CrashWorld, { target }: WatchedService, vote: unknown): Promise<void> {
  await client.workflow.getHandle(remediationWorkflowId(target)).signal(messageNames.approve, vote);
}
