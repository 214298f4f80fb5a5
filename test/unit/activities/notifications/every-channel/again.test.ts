import { describe, expect, it } from 'vitest';
import type { ChannelType } from '../../../../../model/names.ts';
import { channelTypes } from '../../../../../model/names.ts';
import { channels } from '../../../../../activities/notifications/index.ts';
import { keepReceipt } from '../../../../../model/notices/receipts.ts';
import { attempt, everyChannel } from '../../../../support/channels/every-channel.ts';
import { stands } from '../../../../support/channels/stands.ts';

/** Peers that cannot tell what they have already: a message that arrived unheard is seen twice there. */
const forgetful: readonly ChannelType[] = ['console', 'email', 'teams', 'voice'];

describe('every channel', () => {
  it('is in the registry under its name, and has a peer to be tested with', () => {
    const expected = channelTypes.toSorted();

    expect(Object.keys(channels).toSorted()).toEqual(expected);
    expect(Object.keys(stands).toSorted()).toEqual(expected);
  });
});

describe.each(everyChannel.filter(([type]) => !forgetful.includes(type)))('the channel %s', (_type, open) => {
  it('shows a message once that is sent again under the same id', async () => {
    const stand = await open();
    await attempt(stand, { id: 'same', attempt: 1 });

    const again = await attempt(stand, { id: 'same', attempt: 2 });

    expect(again.error).toBeUndefined();
    expect(stand.shown).toHaveLength(1);
    expect(stand.complaints).toEqual([]);
  });
});

describe.each(everyChannel)('the channel %s', (_type, open) => {
  it('answers what can be kept, and tells no secret by it', async () => {
    const stand = await open();

    const { receipt, error } = await attempt(stand);

    expect(error).toBeUndefined();
    expect(stand.secrets.filter((secret) => JSON.stringify(receipt).includes(secret))).toEqual([]);
    expect(keepReceipt({}, 'place', receipt)).toEqual(receipt ? { place: receipt } : {});
  });
});
