import { aWakefulWorld, untilEscalation } from '../escalation/played-escalation.ts';
import { anEpisode } from '../episodes.ts';
import { MockWorld, minutes } from '../played/mock-world.ts';
import { escalateAndClose, fireAndAsk, reaches, verifyAndClose } from '../played/staging.ts';
import type { Scenario } from '../played/test-bed.ts';

const handedOnVote: Scenario = {
  world: () => new MockWorld({ mode: 'approve' }),
  script: async (play) => {
    const { code } = await fireAndAsk(play);
    await play.incident.ask('approve', { code, by: 'alex' });
    return verifyAndClose(play);
  },
};

const takenOver: Scenario = {
  world: () => new MockWorld({ mode: 'approve' }),
  script: async (play) => {
    await fireAndAsk(play);
    await play.incident.signal('takeOver', { by: 'alex' });
    return escalateAndClose(play);
  },
};

const closedByOperator: Scenario = {
  world: () => new MockWorld({ mode: 'observe' }),
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    await reaches(play.incident, 'escalated');
    await play.incident.ask('close', 'alex');
    return play.incident.closed();
  },
};

/** One level after the other is woken until somebody looks after it, and again once that time is over. */
const wokenInOrder: Scenario = {
  world: () => aWakefulWorld(),
  script: async (play) => {
    const episode = anEpisode(play);
    await play.incident.deliver(episode.firing);
    await untilEscalation(play, ({ level }) => level === 0);
    await play.incident.ask('acknowledge', { by: 'alex', for: '5m' });
    await play.pass(6 * minutes);
    await untilEscalation(play, ({ level }) => level >= 1);
    await play.incident.ask('escalate', 'alex');
    return escalateAndClose(play, episode);
  },
};

const silencedRepair: Scenario = {
  world: () => new MockWorld({ alertmanager: { silenceMs: 30 * minutes } }),
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    return verifyAndClose(play);
  },
};

const reviewed: Scenario = {
  world: () => {
    const world = new MockWorld({ mode: 'observe' });
    world.policy = { ...world.policy, review: { channels: [{ index: 1, type: 'slack' }], onlyPeople: true } };
    return world;
  },
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    return escalateAndClose(play);
  },
};

/** What operators do to an incident, and what it does for them. */
export const operatorScenarios = {
  'vote-handed-on': handedOnVote,
  'taken-over': takenOver,
  'closed-by-operator': closedByOperator,
  'woken-in-order': wokenInOrder,
  'silenced-repair': silencedRepair,
  reviewed,
} satisfies Readonly<Record<string, Scenario>>;
