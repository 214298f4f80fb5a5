/** The bundle's entry for tests of who sent a message: a workflow that wants to know it of every one. */
import {
  condition,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.ts';
import type { MessageRef, SenderIdentity } from '../../../model/remediation/sender.ts';

const { identifySenders } = proxyActivities<Pick<Activities, 'identifySenders'>>({ startToCloseTimeout: '10s' });

export const approveSignal = defineSignal('approve');
export const approveUpdate = defineUpdate<SenderIdentity | undefined>('approve');
/** Has the sender of the first approval looked up once more, as one does just before acting. */
export const actSignal = defineSignal('act');
export const sendersQuery = defineQuery<readonly SenderIdentity[]>('senders');

/** Tells who sent its approvals, in the order in which it found out, until it is cancelled. */
export async function asked(): Promise<void> {
  const senders: SenderIdentity[] = [];
  let signals = 0;
  const identify = async (message: MessageRef): Promise<SenderIdentity | undefined> => {
    const [found] = await identifySenders([message]);
    if (found) senders.push(found);
    return found ?? undefined;
  };
  setHandler(approveSignal, async () => void (await identify({ kind: 'signal', name: 'approve', nth: signals++ })));
  setHandler(approveUpdate, () => identify({ kind: 'update', id: currentUpdateInfo()?.id ?? '' }));
  setHandler(actSignal, async () => void (await identify({ kind: 'signal', name: 'approve', nth: 0 })));
  setHandler(sendersQuery, () => senders);
  await condition(() => false);
}
