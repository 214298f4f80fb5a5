import { setTimeout as wait } from 'node:timers/promises';
import { failure } from '../../activities/contracts/failure.ts';
import type { IncidentRecord, IncidentStatus } from '../../model/incident/incident.ts';
import { intakeWorkflowId, messageNames, remediationWorkflowId, workflowTypes } from '../../model/names.ts';
import type { CheckResult } from '../../model/remediation/check.ts';
import type { Episode } from './episodes.ts';
import { anEpisode } from './episodes.ts';
import { MockWorld, hours, minutes } from './mock-world.ts';
import type { PlayedIncident } from './played-incident.ts';
import type { Play, Scenario } from './test-bed.ts';

/** Longer than the checks must hold, shorter than everything else that is waited for. */
const untilVerified = 3 * minutes;

/** Waits for a status without letting time pass. */
export function reaches(incident: PlayedIncident, status: IncidentStatus): Promise<IncidentRecord> {
  return incident.until((record) => record.status === status);
}

/** Delivers an alert and lets the repair run, up to its verification and past it. */
export async function fireAndVerify({ incident, pass }: Play, { firing }: Episode): Promise<void> {
  await incident.deliver(firing);
  await reaches(incident, 'verifying');
  await pass(untilVerified);
}

/** Has the alert clear in the midst of the first diagnosis, and holds that up until the remediation knows. */
export function clearsWhileDiagnosing({ env, world, incident, target }: Play, { resolved }: Episode): void {
  world.instead.collectLogs = async (input) => {
    delete world.instead.collectLogs;
    await incident.deliver(resolved);
    const remediation = env.client.workflow.getHandle(remediationWorkflowId(target));
    for (;;) {
      const { events } = await remediation.fetchHistory();
      const signals = events?.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName);
      if (signals?.includes(messageNames.standDown)) return world.collectLogs(input);
      await wait(20);
    }
  };
}

const repaired: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const episode = anEpisode(play);
    await fireAndVerify(play, episode);
    await reaches(play.incident, 'resolved');
    await play.incident.deliver(episode.resolved);
    return play.incident.closed();
  },
};

const notRepaired: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.restartHelps = false;
    return world;
  },
  script: async (play) => {
    const episode = anEpisode(play);
    await fireAndVerify(play, episode);
    await reaches(play.incident, 'escalated');
    await play.incident.deliver(episode.resolved);
    return play.incident.closed();
  },
};

const resolvedWhileDiagnosing: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const episode = anEpisode(play);
    clearsWhileDiagnosing(play, episode);
    play.world.up.add(play.target);
    await fireAndVerify(play, episode);
    return play.incident.closed();
  },
};

const resolvedButUnhealthy: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const episode = anEpisode(play);
    clearsWhileDiagnosing(play, episode);
    await fireAndVerify(play, episode);
    return play.incident.closed();
  },
};

const firesAgainWhileStandingDown: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident, pass } = play;
    const [first, second] = [anEpisode({ ...play, nth: 0 }), anEpisode({ ...play, nth: 1 })];
    clearsWhileDiagnosing(play, first);
    await incident.deliver(first.firing);
    await reaches(incident, 'verifying');
    await incident.deliver(second.firing);
    await pass(2.5 * minutes);
    await incident.until(({ attempts, status }) => attempts === 2 && status === 'verifying');
    await pass(untilVerified);
    await reaches(incident, 'resolved');
    await incident.deliver(second.resolved);
    return incident.closed();
  },
};

const observed: Scenario = {
  world: () => new MockWorld({ mode: 'observe' }),
  script: async (play) => {
    const episode = anEpisode(play);
    await play.incident.deliver(episode.firing);
    await reaches(play.incident, 'escalated');
    await play.incident.deliver(episode.resolved);
    return play.incident.closed();
  },
};

const flap: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident, world, target, pass } = play;
    const [first, second] = [anEpisode({ ...play, nth: 0 }), anEpisode({ ...play, nth: 1 })];
    await fireAndVerify(play, first);
    await reaches(incident, 'resolved');
    await incident.deliver(first.resolved);
    await pass(5 * minutes);
    world.up.delete(target);
    await fireAndVerify(play, second);
    await reaches(incident, 'resolved');
    await incident.deliver(second.resolved);
    return incident.closed();
  },
};

const attemptsExhausted: Scenario = {
  world: () => new MockWorld({ incident: { maxAttempts: 2 } }),
  script: async (play) => {
    const { incident, world, target } = play;
    for (const nth of [0, 1]) {
      world.up.delete(target);
      const episode = anEpisode({ ...play, nth });
      await fireAndVerify(play, episode);
      await reaches(incident, 'resolved');
      await incident.deliver(episode.resolved);
    }
    world.up.delete(target);
    const last = anEpisode({ ...play, nth: 2 });
    await incident.deliver(last.firing);
    await reaches(incident, 'escalated');
    await incident.deliver(last.resolved);
    return incident.closed();
  },
};

const runbookFails: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.instead.runCheck = async () => null as unknown as CheckResult;
    return world;
  },
  script: (play) => escalatesAtOnce(play),
};

const runbookTimesOut: Scenario = {
  world: () => new MockWorld({ verification: { holdMs: 8 * hours } }),
  script: async (play) => {
    const episode = anEpisode(play);
    await play.incident.deliver(episode.firing);
    await reaches(play.incident, 'verifying');
    await play.pass(1.1 * hours);
    await reaches(play.incident, 'escalated');
    await play.incident.deliver(episode.resolved);
    return play.incident.closed();
  },
};

const unknownTarget: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.instead.runCheck = async ({ target }) => {
      throw failure('UnknownTarget', `no service in the configuration has the target ${target}`);
    };
    return world;
  },
  script: (play) => escalatesAtOnce(play),
};

const noRunbook: Scenario = {
  world: () => new MockWorld(),
  script: (play) => escalatesAtOnce(play, 'DiskAlmostFull'),
};

const actionUnheard: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.instead.performAction = async (action) => {
      await world.restart(action);
      throw new Error('the connection was lost');
    };
    return world;
  },
  script: repaired.script,
};

const stillFiring: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const episode = anEpisode(play);
    await fireAndVerify(play, episode);
    await reaches(play.incident, 'resolved');
    await play.pass(31 * minutes);
    await reaches(play.incident, 'escalated');
    await play.incident.deliver(episode.resolved);
    return play.incident.closed();
  },
};

const goesStale: Scenario = {
  world: notRepaired.world,
  script: async (play) => {
    await fireAndVerify(play, anEpisode(play));
    await reaches(play.incident, 'escalated');
    return play.incident.closed();
  },
};

const targetLocked: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident, incidentOf, target } = play;
    const episode = anEpisode(play);
    const holder = incidentOf(`group/${target}`);
    await holder.deliver(episode.firing);
    await reaches(holder, 'verifying');
    await incident.deliver(episode.firing);
    await reaches(incident, 'escalated');
    await holder.deliver(episode.resolved);
    await incident.deliver(episode.resolved);
    await holder.closed();
    return incident.closed();
  },
};

const reportFails: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.instead.deliverReport = async (input) => {
      if (input.channel.type === 'slack') throw failure('ChannelUnavailable', 'answered 503');
      await world.tell(input);
    };
    return world;
  },
  script: repaired.script,
};

/** More than one run of an incident takes in before it continues as new. */
export const manyDeliveries = 500;

const continuedAsNew: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident } = play;
    const episode = anEpisode(play);
    await fireAndVerify(play, episode);
    await reaches(incident, 'resolved');
    const firstRun = await incident.runId();
    const copies = Array.from({ length: manyDeliveries / 5 }, () => episode.firing);
    for (let signal = 0; signal < 5; signal++) await incident.deliver(...copies);
    await incident.untilRunAfter(firstRun);
    await incident.deliver(episode.resolved);
    return incident.closed();
  },
};

const resolvedOnly: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).resolved);
    return play.incident.closed();
  },
};

const cancelled: Scenario = {
  world: () => new MockWorld(),
  script: async ({ incident, target }) => {
    await incident.deliver(anEpisode({ target }).firing);
    const record = await reaches(incident, 'verifying');
    await incident.abandon();
    return record;
  },
};

const handedOver: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { env, world, incidentOf, target, taskQueue } = play;
    world.instead.deliverAlerts = async (byIncident) => {
      for (const [key, deliveries] of Object.entries(byIncident)) await incidentOf(key).deliver(...deliveries);
    };
    const args = [{ [target]: [anEpisode(play).firing] }];
    await env.client.workflow.execute(workflowTypes.intake, { workflowId: intakeWorkflowId(target), taskQueue, args });
    return repaired.script(play);
  },
};

async function escalatesAtOnce({ incident, target }: Play, name = 'ServiceDown'): Promise<IncidentRecord> {
  const episode = anEpisode({ target, name });
  await incident.deliver(episode.firing);
  await reaches(incident, 'escalated');
  await incident.deliver(episode.resolved);
  return incident.closed();
}

/** Every path through an incident and its remediation that leaves a history of its own. */
export const scenarios = {
  repaired,
  'not-repaired': notRepaired,
  'resolved-while-diagnosing': resolvedWhileDiagnosing,
  'resolved-but-unhealthy': resolvedButUnhealthy,
  'fires-again-while-standing-down': firesAgainWhileStandingDown,
  observed,
  flap,
  'attempts-exhausted': attemptsExhausted,
  'runbook-fails': runbookFails,
  'runbook-times-out': runbookTimesOut,
  'unknown-target': unknownTarget,
  'no-runbook': noRunbook,
  'action-unheard': actionUnheard,
  'still-firing': stillFiring,
  'goes-stale': goesStale,
  'target-locked': targetLocked,
  'report-fails': reportFails,
  'continued-as-new': continuedAsNew,
  'resolved-only': resolvedOnly,
  'handed-over': handedOver,
  cancelled,
} as const satisfies Readonly<Record<string, Scenario>>;
