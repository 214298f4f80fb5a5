import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { messageNames, remediationWorkflowId } from '../../model/names.ts';
import { aJsonPayload, aPayload, undecodable, unwanted } from '../support/temporal/broken-payloads.ts';
import { anEpisode } from '../support/episodes.ts';
import { MockWorld } from '../support/played/mock-world.ts';
import { eventsOf } from '../support/played/played-incident.ts';
import { fireAndVerify, reaches } from '../support/played/staging.ts';
import type { Play, Scenario } from '../support/played/test-bed.ts';
import { useTestBed } from '../support/played/use-test-bed.ts';

const bed = useTestBed();
const broken = [...undecodable, ...unwanted];

/** Sends a signal past the client's converter, as anyone may who speaks to the server. */
async function signalRaw({ env }: Play, workflowId: string, signalName: string, payloads: readonly Payload[]) {
  await env.client.workflowService.signalWorkflowExecution({
    namespace: env.client.options.namespace,
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [...payloads] },
  });
}

/** Sends everything broken to a new incident before anything else, then has it repair as ever. */
const afterBroken = (signal: string): Scenario => ({
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident } = play;
    const episode = anEpisode(play);
    await incident.deliver(episode.resolved);
    for (const [, payloads] of broken) await signalRaw(play, incident.handle.workflowId, signal, payloads);
    const next = anEpisode({ ...play, nth: 1 });
    await fireAndVerify(play, next);
    await reaches(incident, 'resolved');
    await incident.deliver(next.resolved);
    return incident.closed();
  },
});

describe('a message that cannot be decoded is noted, and the incident lives', () => {
  it.each([
    ['a delivery', messageNames.deliver],
    ['a progress note', messageNames.progress],
  ])('%s', async (_title, signal) => {
    const { result, world } = await bed.play(afterBroken(signal));

    expect(eventsOf(result).filter((event) => event === 'bad-message')).toHaveLength(broken.length);
    expect(JSON.stringify(result.timeline)).not.toContain('evil.example');
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(result.deliveries).toBe(3);
    expect(world.actions).toHaveLength(1);
  });
});

it('takes in alerts whatever comes behind them in the same message', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld({ mode: 'observe' }),
    script: async (play) => {
      const { incident } = play;
      const [first, second] = [anEpisode(play), anEpisode({ ...play, name: 'ServiceSlow' })];
      await incident.deliver(first.firing);
      const payloads = [aJsonPayload([second.firing]), aPayload('json/plain', '{')];
      await signalRaw(play, incident.handle.workflowId, messageNames.deliver, payloads);
      // Not before all is done: a cancellation that meets an activity on its way holds this server for ever.
      return incident.until(({ deliveries, status }) => deliveries === 2 && status === 'escalated');
    },
  });

  expect(Object.keys(result.alerts)).toHaveLength(2);
  expect(eventsOf(result)).not.toContain('bad-message');
});

it('verifies without acting when garbage comes along with the signal to stand down', async () => {
  const { result, world } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const { incident, target, world: here } = play;
      const episode = anEpisode(play);
      here.up.add(target);
      here.instead.collectLogs = async (input) => {
        await signalRaw(play, remediationWorkflowId(target), messageNames.standDown, [aPayload('json/plain', '{')]);
        return here.collectLogs(input);
      };
      await fireAndVerify(play, episode);
      await incident.until(({ outcome }) => outcome !== null);
      await incident.deliver(episode.resolved);
      return incident.closed();
    },
  });

  expect(eventsOf(result)).toContain('stood-down');
  expect(world.actions).toEqual([]);
});

it('answers a query whose arguments cannot be decoded', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld({ mode: 'observe' }),
    script: async ({ env, incident, target }) => {
      await incident.deliver(anEpisode({ target }).firing);
      await reaches(incident, 'escalated');
      const { queryResult } = await env.client.workflowService.queryWorkflow({
        namespace: env.client.options.namespace,
        execution: { workflowId: incident.handle.workflowId },
        query: { queryType: messageNames.record, queryArgs: { payloads: [aPayload('json/plain', '{')] } },
      });
      const [payload] = queryResult?.payloads ?? [];
      return payload ? defaultPayloadConverter.fromPayload<IncidentRecord>(payload) : undefined;
    },
  });

  expect(result?.status).toBe('escalated');
});
