import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { messageNames } from '../../../model/names.ts';
import { aGathered } from '../channels/digests.ts';
import { startDigest } from '../channels/played-digest.ts';
import { MockWorld, minutes } from '../played/mock-world.ts';
import type { Play, Scenario } from '../played/test-bed.ts';

/** A digest of two messages, one of which comes again, before something happens after all. */
export function aDigestSent(then: (play: Play) => Promise<IncidentRecord>): Scenario {
  return {
    world: () => new MockWorld(),
    script: async (play) => {
      const digest = await startDigest(play, aGathered({ id: 'a' }), { channel: play.target });
      await digest.signal(messageNames.gather, { unreadable: true });
      await digest.signal(messageNames.gather, aGathered({ id: 'b', kind: 'resolved' }));
      await play.pass(0.5 * minutes);
      await digest.signal(messageNames.gather, aGathered({ id: 'a' }));
      await play.pass(1 * minutes);
      await digest.result();
      return then(play);
    },
  };
}
