import { anEpisode } from '../episodes.ts';
import { MockWorld, minutes } from '../played/mock-world.ts';
import { escalateAndClose, fireAndAsk, fireAndVerify, asked, reaches, verifyAndClose } from '../played/staging.ts';
import type { Scenario } from '../played/test-bed.ts';

const approved: Scenario = {
  world: () => new MockWorld({ mode: 'approve' }),
  script: async (play) => {
    const { code } = await fireAndAsk(play);
    await play.remediation.vote('approve', { code, by: 'ann' });
    return verifyAndClose(play);
  },
};

const denied: Scenario = {
  world: () => new MockWorld({ mode: 'approve' }),
  script: async (play) => {
    const { code } = await fireAndAsk(play);
    await play.remediation.signal('approve', 'sure');
    await play.remediation.signal('deny', { code, by: 'ann', comment: 'the customer migrates today' });
    return escalateAndClose(play);
  },
};

const approvalExpires: Scenario = {
  world: () => new MockWorld({ mode: 'approve' }),
  script: async (play) => {
    await fireAndAsk(play);
    await play.pass(65 * minutes);
    return escalateAndClose(play);
  },
};

const clearsBeforeApproval: Scenario = {
  world: () => new MockWorld({ mode: 'approve' }),
  script: async (play) => {
    await fireAndAsk(play);
    play.world.up.add(play.target);
    await play.incident.deliver(anEpisode(play).resolved);
    return verifyAndClose(play);
  },
};

const plannedAnew: Scenario = {
  world: () => {
    const world = new MockWorld({ mode: 'approve' });
    const refusal = { reason: 'preconditions-changed', detail: 'the instance was 1 and is 2' } as const;
    world.instead.performAction = async () => {
      delete world.instead.performAction;
      return { result: 'refused', refusal };
    };
    return world;
  },
  script: async (play) => {
    const first = await fireAndAsk(play);
    await play.remediation.vote('approve', { code: first.code, by: 'ann' });
    await play.incident.until(() => play.world.requests.length === 2);
    const second = await asked(play);
    await play.remediation.vote('approve', { code: second.code, by: 'ann' });
    return verifyAndClose(play);
  },
};

const undone: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.traitsOf = (action) => ({ risk: 'disruptive', undo: action });
    world.restartHelps = false;
    return world;
  },
  script: async (play) => {
    await fireAndVerify(play, anEpisode(play));
    return escalateAndClose(play);
  },
};

const undoWanted: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.traitsOf = (action) => ({ risk: 'disruptive', undo: action });
    return world;
  },
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    await reaches(play.incident, 'verifying');
    await play.remediation.signal('undo', 'ann');
    return escalateAndClose(play);
  },
};

const guardRefuses: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.admission = { refusal: 'frozen', detail: 'everything is frozen: release night', recurs: false };
    return world;
  },
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    return escalateAndClose(play);
  },
};

const waitsForTheLock: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident, incidentOf, target } = play;
    const episode = anEpisode(play);
    const holder = incidentOf(`group/${target}`);
    await holder.deliver(episode.firing);
    await reaches(holder, 'verifying');
    await incident.deliver(episode.firing);
    await reaches(incident, 'investigating');
    await play.pass(4 * minutes);
    await reaches(incident, 'resolved');
    await holder.deliver(episode.resolved);
    await incident.deliver(episode.resolved);
    await holder.closed();
    return incident.closed();
  },
};

/** The paths on which a repair is approved, refused, undone or held up. */
export const repairScenarios = {
  approved,
  denied,
  'approval-expires': approvalExpires,
  'clears-before-approval': clearsBeforeApproval,
  'planned-anew': plannedAnew,
  undone,
  'undo-wanted': undoWanted,
  'guard-refuses': guardRefuses,
  'waits-for-the-lock': waitsForTheLock,
} as const satisfies Readonly<Record<string, Scenario>>;
