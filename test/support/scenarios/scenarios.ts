import { failure } from '../../../activities/contracts/failure.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { freezesWorkflowId, intakeWorkflowId, messageNames, workflowTypes } from '../../../model/names.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import { anEpisode } from '../episodes.ts';
import { aDigestSent } from './digest-scenario.ts';
import { aForecastMade, aForecastScored } from './forecast-scenarios.ts';
import { hostScenarios } from './host-scenarios.ts';
import { nodeScenarios } from '../kubernetes/nodes/sick-node.ts';
import { capacityScenarios } from '../kubernetes/paths/capacity-scenarios.ts';
import { locatedScenarios } from '../kubernetes/paths/located-scenarios.ts';
import { networkScenarios } from '../kubernetes/paths/network-scenarios.ts';
import { workloadScenarios } from '../kubernetes/paths/workload-scenarios.ts';
import { MockWorld, hours, minutes } from '../played/mock-world.ts';
import { wideCaps } from '../guard/builders.ts';
import { PlayedGuard, aClaim } from '../played/played-guard.ts';
import { operatorScenarios } from './operator-scenarios.ts';
import { predictionScenarios } from './prediction-scenarios.ts';
import { repairScenarios } from './repair-scenarios.ts';
import { clearsWhileDiagnosing, escalateAndClose, fireAndVerify, reaches, untilVerified } from '../played/staging.ts';
import type { Play, Scenario } from '../played/test-bed.ts';

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
    world.instead.runChecks = async () => null as unknown as CheckResult[];
    return world;
  },
  script: (play) => escalatesAtOnce(play),
};

const runbookTimesOut: Scenario = {
  world: () => {
    const world = new MockWorld({ mode: 'approve', patienceMs: 0 });
    const refusal = { reason: 'preconditions-changed', detail: 'the world goes on and on' } as const;
    world.instead.performAction = () => Promise.resolve({ result: 'refused', refusal });
    return world;
  },
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    for (const round of [1, 2]) {
      await play.incident.until(() => play.world.requests.length === round);
      await play.pass(55 * minutes);
      await play.remediation.vote('approve', { code: play.world.requests.at(-1)?.code, by: 'ann' });
    }
    await play.incident.until(() => play.world.requests.length === 3);
    await play.pass(55 * minutes);
    return escalateAndClose(play);
  },
};

const unknownTarget: Scenario = {
  world: () => {
    const world = new MockWorld();
    world.instead.runChecks = async ([check]) => {
      throw failure('UnknownTarget', `no service in the configuration has the target ${check?.target}`);
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
    world.instead.performAction = async (order) => {
      delete world.instead.performAction;
      await world.restart(order);
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
  world: () => new MockWorld({ verification: { holdMs: 2 * hours } }),
  script: async (play) => {
    const { incident, incidentOf, target, pass } = play;
    const episode = anEpisode(play);
    const holder = incidentOf(`group/${target}`);
    await holder.deliver(episode.firing);
    await reaches(holder, 'verifying');
    await incident.deliver(episode.firing);
    await reaches(incident, 'investigating');
    await pass(20 * minutes);
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
      return world.tell(input);
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

const frozen: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { env, taskQueue } = play;
    const { freeze, unfreeze } = messageNames;
    const killSwitch = await env.client.workflow.start(workflowTypes.freezes, {
      workflowId: freezesWorkflowId,
      taskQueue,
    });
    await killSwitch.signal(freeze, 'upgrade');
    await killSwitch.signal(freeze, { unreadable: true });
    await killSwitch.executeUpdate(freeze, { args: [{ runbook: 'service-down', namespace: 'shop' }] });
    await killSwitch.executeUpdate(unfreeze, { args: ['runbook:service-down@kubernetes/*/shop'] });
    await killSwitch.signal(unfreeze, { id: 'global', by: 'kim' });
    await killSwitch.query(messageNames.freezes);
    // Not later: once the incident is closed the clock would leap to the end of what still runs.
    await killSwitch.terminate();
    return repaired.script(play);
  },
};

const stormTold: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { env, target, taskQueue, pass } = play;
    const guard = new PlayedGuard(env.client, target, taskQueue);
    const caps = wideCaps({ storm: { targets: 2, withinMs: 1 * minutes, coolDownMs: 1 * minutes } });
    await guard.begin();
    for (const host of ['host/web-1', 'host/web-2', 'host/web-3'])
      await guard.claim(aClaim(host, { askedAt: Number.MAX_SAFE_INTEGER }), caps);
    await pass(5 * minutes);
    await guard.signal({ unreadable: true });
    await guard.settle('host/web-1', 'verified');
    await guard.ledger();
    // Not later, as with the kill switch.
    await guard.handle.terminate();
    return repaired.script(play);
  },
};

async function escalatesAtOnce(play: Play, name = 'ServiceDown'): Promise<IncidentRecord> {
  const episode = anEpisode({ ...play, name });
  await play.incident.deliver(episode.firing);
  return escalateAndClose(play, episode);
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
  'digest-sent': aDigestSent(repaired.script),
  'forecast-made': aForecastMade(repaired.script),
  'forecast-scored': aForecastScored(repaired.script),
  'storm-told': stormTold,
  frozen,
  cancelled,
  ...capacityScenarios,
  ...hostScenarios,
  ...locatedScenarios,
  ...networkScenarios,
  ...nodeScenarios,
  ...operatorScenarios,
  ...predictionScenarios,
  ...repairScenarios,
  ...workloadScenarios,
} as const satisfies Readonly<Record<string, Scenario>>;
