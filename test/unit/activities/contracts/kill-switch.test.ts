import { describe, expect, it, vi } from 'vitest';
import { killSwitch } from '../../../../activities/contracts/kill-switch.ts';
import type { Freeze } from '../../../../model/freeze/freeze.ts';
import { aFreeze } from '../../../support/builders.ts';

const question = { target: 'host/web-1/service/shop', runbook: 'service-down' } as const;
const unreadable = new Error('the kill switch has not worked off its last order');

describe('the kill switch of an action', () => {
  it.each([
    ['nothing, where nothing is frozen', [], undefined],
    ['nothing, where something else is', [aFreeze({ scope: { target: 'host/web-2', runbook: null } })], undefined],
    ['the freeze that stops it', [aFreeze()], aFreeze()],
  ])('finds %s', async (_what, freezes, expected) => {
    expect(await killSwitch(async () => freezes)(question)).toEqual(expected);
  });

  it('asks anew for every action', async () => {
    const answers: readonly Freeze[][] = [[], [aFreeze()]];
    const read = vi.fn<() => Promise<readonly Freeze[]>>();
    for (const answer of answers) read.mockResolvedValueOnce(answer);
    const findFreeze = killSwitch(read);

    const found = [await findFreeze(question), await findFreeze(question)];

    expect(found).toEqual([undefined, aFreeze()]);
  });

  it('waits a moment for an order that is being worked off', async () => {
    const read = vi.fn<() => Promise<readonly Freeze[]>>().mockRejectedValueOnce(unreadable).mockResolvedValue([]);

    expect(await killSwitch(read)(question)).toBeUndefined();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('lets nobody act where it cannot be read', async () => {
    const findFreeze = killSwitch(() => Promise.reject(unreadable), 0);

    await expect(findFreeze(question)).rejects.toMatchObject({
      type: 'FreezesUnreadable',
      nonRetryable: false,
      message: unreadable.message,
    });
  });
});
