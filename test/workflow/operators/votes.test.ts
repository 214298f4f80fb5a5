import { describe, expect, it, vi } from 'vitest';
import { identifyVoter } from '../../../activities/senders.ts';
import { findSender } from '../../../clients/temporal/message-senders.ts';
import { readHandedOn } from '../../../model/operators/handed-on.ts';
import type { MessageRef } from '../../../model/remediation/sender.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours } from '../../support/played/mock-world.ts';
import type { PolicyChange } from '../../support/played/mock-world.ts';
import { escalateAndClose, fireAndAsk, reaches, verifyAndClose } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();
const noRun = '00000000-0000-4000-8000-000000000000';

const kimsVote = (code: string) => ({ code, by: 'kim', comment: null });

/** Waits for an approval, in a world whose votes are looked up in the histories of the real server. */
const asking = <Result>(
  script: (play: Play, code: string) => Promise<Result>,
  approval: PolicyChange['approval'] = {},
): Scenario<Result> => ({
  world: () => new MockWorld({ mode: 'approve', approval }),
  before: async ({ world, env }) => {
    world.instead.identifySenders = (messages: readonly MessageRef[]) =>
      Promise.all(messages.map((message) => identifyVoter((question) => findSender(env.client, question), message)));
  },
  script: async (play) => script(play, (await fireAndAsk(play)).code),
});

describe('a vote at the incident is handed on to the repair that waits', () => {
  it.each([
    [
      'an Update with an object',
      async ({ incident }: Play, code: string) => incident.ask('approve', { code, by: 'alex' }),
    ],
    ['an Update with a text', async ({ incident }: Play, code: string) => incident.ask('approve', `${code} alex`)],
    ['a Signal', async ({ incident }: Play, code: string) => incident.signal('approve', { code, by: 'alex' })],
  ])('by %s', async (_way, vote) => {
    const { result, world, target } = await bed.play(
      asking(async (play, code) => {
        await vote(play, code);
        return verifyAndClose(play);
      }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(result.timeline.entries).toContainEqual(
      expect.objectContaining({ event: 'voted', text: 'approve by alex (unverified), 1 of 1 approvals' }),
    );
    expect(world.votes).toMatchObject([
      {
        ballot: 'approve',
        refusal: null,
        message: { kind: 'handed-on', incident: `incident:${target}` },
        sender: { claimed: expect.stringMatching(/./), verified: false, replayed: false },
      },
    ]);
  });

  it('and denied by a word', async () => {
    const { result, world } = await bed.play(
      asking(async (play, code) => {
        const state = await play.incident.ask('deny', { code, by: 'alex', comment: 'not now' });
        return { state, record: await escalateAndClose(play) };
      }),
    );

    expect(result.state).toBe('denied by alex');
    expect(result.record.outcome?.reason).toBe('approval-denied');
    expect(world.actions).toEqual([]);
  });

  it('and its voter is told what the repair says to it', async () => {
    const { result, metric } = await bed.play(
      asking(
        async (play, code) => {
          const heard = await play.incident.refused('approve', { code, by: 'alex' });
          await play.incident.signal('approve', { code, by: 'alex' });
          const record = await play.incident.until(
            ({ timeline }) => timeline.entries.filter(({ event }) => event === 'vote-refused').length === 2,
          );
          return { heard, record };
        },
        { approvers: ['kim'] },
      ),
    );

    expect(result.heard).toBe('the policy does not name you among the approvers');
    expect(result.record.timeline.entries.at(-1)?.text).toBe('approve by alex: not-an-approver');
    expect(await metric('nightshift_operator_requests_total{ask="approve",result="not-an-approver"}')).toBe(2);
  });

  it('not where the server has to vouch for the voter, and the refusal says so', async () => {
    const { result, world } = await bed.play(
      asking(
        async (play, code) => {
          const heard = await play.incident.refused('approve', { code, by: 'alex' });
          await play.incident.record();
          return heard;
        },
        { requireVerified: true },
      ),
    );

    expect(result).toContain('vouches for');
    expect(world.votes).toMatchObject([{ refusal: 'unverified', message: { kind: 'handed-on' } }]);
  });
});

describe('a vote that the incident itself refuses is never handed on', () => {
  it.each([
    ['true', () => true, 'say which plan you mean'],
    ['the code of another plan', () => '00000000 alex', 'belongs to another plan'],
    ['no name', (code: string) => code, 'say who you are'],
    ['rubbish', () => [1], 'this cannot be read as a vote'],
  ])('%s', async (_what, vote, words) => {
    const { result, world } = await bed.play(
      asking(async (play, code) => {
        const heard = await play.incident.refused('approve', vote(code));
        await play.incident.signal('approve', vote(code));
        await vi.waitUntil(() => play.world.asked.length > 0);
        return { heard, handed: await play.remediation.countOf('identifySenders') };
      }),
    );

    expect(result.heard).toContain(words);
    expect(result.handed).toBe(0);
    expect(world.votes).toEqual([]);
  });

  it('one that comes too late', async () => {
    const { result } = await bed.play(
      asking(async (play, code) => {
        await play.pass(2 * hours);
        await reaches(play.incident, 'escalated');
        return play.incident.refused('approve', { code, by: 'alex' });
      }),
    );

    expect(result).toBe('no plan waits for an approval here');
  });
});

describe('whoever writes to the repair that a vote was handed on gains nothing by it', () => {
  it.each([
    ['of a run that is none', 'unrecorded', async (_play: Play) => ({ runId: noRun, nth: 0 })],
    [
      'of a signal that is none',
      'unrecorded',
      async ({ incident }: Play) => ({ runId: await incident.runId(), nth: 7 }),
    ],
    [
      'of a vote of somebody else',
      'unrecorded',
      async ({ incident }: Play, code: string) => {
        await incident.signal('approve', { code, by: 'mallory' });
        return { runId: await incident.runId(), nth: 0 };
      },
    ],
    [
      'of a vote to deny',
      'unrecorded',
      async ({ incident }: Play, code: string) => {
        await incident.signal('deny', `${code.replaceAll(/./g, '0')} kim`);
        return { runId: await incident.runId(), nth: 0, name: 'deny' };
      },
    ],
  ] as const)('with a reference %s', async (_what, refusal, refer) => {
    const { result, world } = await bed.play(
      asking(
        async (play, code) => {
          const {
            runId,
            nth,
            name = 'approve',
          } = (await refer(play, code)) as {
            runId: string;
            nth: number;
            name?: string;
          };
          const message = { kind: 'signal', name, nth };
          const heard = await play.remediation.refusedVote('approve', {
            ...kimsVote(code),
            handedOn: { runId, message },
          });
          return { heard, record: await play.incident.record() };
        },
        { approvers: ['kim'] },
      ),
    );

    expect(result.heard).toContain('could not be recorded');
    // The incident hands on what it was told itself as well, in its own time.
    const handedOn = world.votes.filter(({ message }) => message?.kind === 'handed-on');
    expect(handedOn).toMatchObject([{ refusal }]);
    expect(result.record.status).toBe('awaiting-approval');
    expect(world.actions).toEqual([]);
  });

  it('with a vote of the same name in another workflow: only the incident that asked is believed', async () => {
    const { result, world } = await bed.play(
      asking(async (play, code) => {
        const other = play.incidentOf(`${play.target}-other`);
        await other.deliver(anEpisode({ target: `${play.target}-other` }).firing);
        await other.signal('approve', kimsVote(code));
        const handedOn = { runId: await other.runId(), message: { kind: 'signal', name: 'approve', nth: 0 } };
        const heard = await play.remediation.refusedVote('approve', {
          ...kimsVote(code),
          handedOn: {
            ...handedOn,
            workflowId: `incident:${play.target}-other`,
            incident: `incident:${play.target}-other`,
          },
        });
        await other.handle.terminate();
        return heard;
      }),
    );

    expect(result).toContain('could not be recorded');
    expect(world.actions).toEqual([]);
  });

  it.each([
    42,
    { runId: 7 },
    { runId: 'none', message: { kind: 'update', id: 'u' } },
    { runId: noRun, message: { kind: 'signal', name: 'approve', nth: -1.5 } },
  ])('with %j for a reference', async (handedOn) => {
    const { result } = await bed.play(
      asking((play, code) => play.remediation.refusedVote('approve', { ...kimsVote(code), handedOn })),
    );

    expect(result).toContain('cannot be read as a vote');
    expect(readHandedOn({ handedOn })).toBeUndefined();
  });

  it('with the vote of the same person once more: it counts once', async () => {
    const { result, world } = await bed.play(
      asking(
        async (play, code) => {
          await play.incident.ask('approve', kimsVote(code));
          const message = play.world.votes[0]?.message;
          const { runId, message: received } = message?.kind === 'handed-on' ? message : { runId: '', message: null };
          return play.remediation.refusedVote('approve', { ...kimsVote(code), handedOn: { runId, message: received } });
        },
        { quorum: { safe: 2, disruptive: 2, destructive: 2 } },
      ),
    );

    expect(result).toContain('it takes another person');
    expect(world.actions).toEqual([]);
  });
});
