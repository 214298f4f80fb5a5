import type { Notice } from '../../../model/notices/notice.ts';
import type { EscalationPolicy, EscalationState } from '../../../model/escalation/policy.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { anEpisode } from '../episodes.ts';
import { MockWorld } from '../played/mock-world.ts';
import type { Play, Scenario } from '../played/test-bed.ts';
import { aDirectory, anEscalationPolicy } from './builders.ts';

/** A world in which people can be woken by a policy. */
export function aWakefulWorld(policy: Partial<EscalationPolicy> = {}): MockWorld {
  const world = new MockWorld({ mode: 'observe', escalation: anEscalationPolicy(policy) });
  world.directory = aDirectory();
  return world;
}

/** Who was woken, in order: each name once for each channel. */
export function wokenIn({ notices }: MockWorld): readonly string[] {
  return pagesOf(notices).map(({ to, channel }) => `${to?.person ?? 'all'} by ${channel.type}`);
}

/** The messages that wake somebody. */
export function pagesOf(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter(({ id }) => id?.startsWith('page-'));
}

/** Waits, while time stands still, until the escalation is as wanted. */
export async function untilEscalation(
  { incident }: Pick<Play, 'incident'>,
  isReached: (state: EscalationState, record: IncidentRecord) => boolean,
): Promise<EscalationState> {
  const { escalation } = await incident.until((record) => !!record.escalation && isReached(record.escalation, record));
  if (!escalation) throw new Error('nobody is being woken');
  return escalation;
}

/** Fires, has the first level woken, and does what a test wants. */
export function afterFirstLevel(policy: Partial<EscalationPolicy>, script: (play: Play) => Promise<void>): Scenario {
  return {
    world: () => aWakefulWorld(policy),
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await untilEscalation(play, ({ level }) => level >= 0);
      await script(play);
      return play.incident.record();
    },
  };
}
