import { describe, expect, it, vi } from 'vitest';
import type { Labels } from '../../../model/alert/alert.ts';
import type { ApprovalPolicy } from '../../../model/remediation/policy.ts';
import type { SenderIdentity } from '../../../model/remediation/sender.ts';
import type { VoteRefusal } from '../../../model/remediation/vote.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { fireAndAsk, reaches, verifyAndClose } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** A vote that does not count, and what makes it so. */
interface RefusedVote {
  readonly refusal: VoteRefusal;
  /** Some words of what the voter reads. */
  readonly words: string;
  readonly vote: (code: string) => unknown;
  readonly policy?: Partial<ApprovalPolicy>;
  readonly labels?: Labels;
  /** A vote that counts, cast before. */
  readonly before?: (code: string) => unknown;
}

const byAnn = (code: string) => ({ code, by: 'ann' });

const refusedVotes: readonly RefusedVote[] = [
  { refusal: 'unreadable', words: 'cannot be read as a vote', vote: () => 42 },
  { refusal: 'no-code', words: 'say which plan you mean', vote: () => ({ by: 'ann' }) },
  { refusal: 'wrong-code', words: 'belongs to another plan', vote: () => byAnn('00000000') },
  { refusal: 'unnamed', words: 'say who you are', vote: (code) => code },
  {
    refusal: 'not-an-approver',
    words: 'does not name you among the approvers',
    vote: byAnn,
    policy: { approvers: ['bob', 'cleo'] },
  },
  {
    refusal: 'is-requester',
    words: 'whoever asked for a repair cannot approve it',
    vote: byAnn,
    labels: { requested_by: 'ann' },
  },
  {
    refusal: 'is-requester',
    words: 'whoever asked for a repair cannot approve it',
    vote: (code) => ({ code, by: 'ANN ' }),
    labels: { requested_by: ' ann' },
  },
  {
    refusal: 'voted-already',
    words: 'it takes another person',
    vote: (code) => `${code} Ann`,
    policy: { quorum: { safe: 2, disruptive: 2, destructive: 2 } },
    before: byAnn,
  },
];

/** Asks for an approval, and plays on from there. */
const asking = <Result>(
  { policy = {}, labels = {}, before }: Pick<RefusedVote, 'policy' | 'labels' | 'before'>,
  script: (play: Play, code: string) => Promise<Result>,
): Scenario<Result> => ({
  world: () => new MockWorld({ mode: 'approve', approval: policy }),
  script: async (play) => {
    const { code } = await fireAndAsk(play, anEpisode({ ...play, labels }));
    if (before) await play.remediation.vote('approve', before(code));
    return script(play, code);
  },
});

const destructive = (mode: 'auto' | 'approve'): MockWorld => {
  const world = new MockWorld({ mode });
  world.traitsOf = () => ({ risk: 'destructive', undo: null });
  return world;
};

const sentBy = (sender: SenderIdentity, policy: Partial<ApprovalPolicy>): MockWorld => {
  const world = new MockWorld({ mode: 'approve', approval: policy });
  world.sender = sender;
  return world;
};

describe('a vote that does not count is refused and recorded', () => {
  it.each(refusedVotes)('by Update, and leaves nothing in the history: $refusal, $words', async (refused) => {
    const { result, world, metric, remediation } = await bed.play(
      asking(refused, async (play, code) => play.remediation.refusedVote('approve', refused.vote(code))),
    );

    const { refusal, words } = refused;
    const accepted = (await remediation.events()).filter(
      (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
    );
    expect(result).toContain(words);
    expect(accepted).toHaveLength(refused.before ? 1 : 0);
    expect(world.votes.filter((vote) => vote.refusal)).toMatchObject([{ ballot: 'approve', refusal, message: null }]);
    expect(await metric(`nightshift_votes_total{result="${refusal}"}`)).toBe(1);
    expect(world.actions).toEqual([]);
  });

  it.each(refusedVotes)('by Signal, and stands in the timeline: $refusal, $words', async (refused) => {
    const { refusal, labels } = refused;
    const { result, world, metric } = await bed.play(
      asking(refused, async (play, code) => {
        await play.remediation.signal('approve', refused.vote(code));
        await vi.waitUntil(() => play.world.votes.some((vote) => vote.refusal === refusal));
        play.world.up.add(play.target);
        const episode = anEpisode({ ...play, labels: labels ?? {} });
        await play.incident.deliver(episode.resolved);
        return verifyAndClose(play, episode);
      }),
    );

    const texts = result.timeline.entries.filter(({ event }) => event === 'vote-refused').map(({ text }) => text);
    expect(texts).toEqual([expect.stringMatching(new RegExp(`^approve by .*: ${refusal}$`))]);
    expect(world.votes.filter((vote) => vote.refusal)).toMatchObject([
      { refusal, message: { kind: 'signal', name: 'approve', nth: 0 } },
    ]);
    expect(await metric(`nightshift_votes_total{result="${refusal}"}`)).toBe(1);
    expect(world.actions).toEqual([]);
  });

  it('where nothing waits for one', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'verifying');
        return play.remediation.refusedVote('approve', 'abcd1234 ann');
      },
    });

    expect(result).toContain('no plan waits for an approval');
    expect(world.votes).toMatchObject([{ refusal: 'nothing-asked', request: null }]);
  });
});

describe('a quorum of two', () => {
  it.each(['auto', 'approve'] as const)('is needed for what destroys, also in mode %s', async (mode) => {
    const { result, world } = await bed.play({
      world: () => destructive(mode),
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        const first = await play.remediation.vote('approve', { code, by: 'ann' });
        const again = await play.remediation.refusedVote('approve', { code, by: 'Ann' });
        const actedBefore = play.world.actions.length;
        const second = await play.remediation.vote('approve', { code, by: 'bob' });
        const record = await verifyAndClose(play);
        return { first, again, second, actedBefore, outcome: record.outcome };
      },
    });

    expect(result.first.state).toBe('1 of 2 approvals');
    expect(result.again).toContain('another person');
    expect(result.actedBefore).toBe(0);
    expect(result.second.state).toBe('2 of 2 approvals');
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.requests).toMatchObject([{ quorum: 2, step: 0 }]);
    expect(world.actions).toHaveLength(1);
  });

  it('is broken by one denial', async () => {
    const { result, world } = await bed.play({
      world: () => destructive('auto'),
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.remediation.vote('approve', { code, by: 'ann' });
        await play.remediation.vote('deny', { code, by: 'bob' });
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome?.reason).toBe('approval-denied');
    expect(world.actions).toEqual([]);
  });
});

describe('who the server says that a voter is', () => {
  const verified: SenderIdentity = { claimed: 'cli', principal: 'ann@example.org', verified: true, replayed: false };
  const unverified: SenderIdentity = { claimed: 'ann@example.org', principal: null, verified: false, replayed: false };

  it('counts in place of what the voter says', async () => {
    const { result } = await bed.play({
      world: () => sentBy(verified, { requireVerified: true }),
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.remediation.signal('approve', { code, by: 'somebody else' });
        return verifyAndClose(play);
      },
    });

    const voted = result.timeline.entries.find(({ event }) => event === 'voted');
    expect(voted?.text).toBe('approve by ann@example.org, 1 of 1 approvals');
    expect(result.outcome?.kind).toBe('resolved-by-us');
  });

  it.each([
    ['is not vouched for where it has to be', unverified, { requireVerified: true }, 'unverified', 'vouches for'],
    ['is no approver, whatever the voter says', verified, { approvers: ['bob'] }, 'not-an-approver', 'approvers'],
  ] as const)(
    'refuses a vote when it %s, and the refusal is recorded',
    async (_title, sender, policy, refusal, words) => {
      const { result, world, metric } = await bed.play({
        world: () => sentBy(sender, policy),
        script: async (play) => {
          const { code } = await fireAndAsk(play);
          const heard = await play.remediation.refusedVote('approve', { code, by: 'bob' });
          await reaches(play.incident, 'awaiting-approval');
          return heard;
        },
      });

      expect(result).toContain(words);
      expect(world.votes.map((vote) => vote.refusal)).toEqual([refusal]);
      expect(await metric(`nightshift_votes_total{result="${refusal}"}`)).toBe(1);
      expect(world.actions).toEqual([]);
    },
  );

  it('makes two names one person', async () => {
    const { result, world } = await bed.play({
      world: () => sentBy(verified, { quorum: { safe: 2, disruptive: 2, destructive: 2 } }),
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.remediation.vote('approve', { code, by: 'ann' });
        return play.remediation.refusedVote('approve', { code, by: 'bob' });
      },
    });

    expect(result).toContain('another person');
    expect(world.actions).toEqual([]);
  });

  it('is not asked of a denial alone: whoever may not approve may not deny', async () => {
    const { result } = await bed.play({
      world: () => sentBy(unverified, { requireVerified: true }),
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        return play.remediation.refusedVote('deny', { code, by: 'ann' });
      },
    });

    expect(result).toContain('vouches for');
  });
});

it('records who voted for what', async () => {
  const { world } = await bed.play(
    asking({}, async (play, code) => {
      await play.remediation.vote('approve', { code, by: 'ann', comment: 'go ahead' });
      return verifyAndClose(play);
    }),
  );

  expect(world.votes).toEqual([
    {
      ballot: 'approve',
      message: { kind: 'update', id: expect.stringMatching(/./) },
      sender: world.sender,
      vote: { code: world.requests[0]?.code, by: 'ann', comment: 'go ahead' },
      refusal: null,
      request: world.requests[0],
    },
  ]);
});

it('asks again for a plan whose approval was refused before, where the alert comes back', async () => {
  const { result, world } = await bed.play({
    world: () => new MockWorld({ mode: 'approve' }),
    script: async (play) => {
      const [first, second] = [anEpisode({ ...play, nth: 0 }), anEpisode({ ...play, nth: 1 })];
      const before = await fireAndAsk(play, first);
      await play.remediation.vote('deny', { code: before.code, by: 'ann' });
      await reaches(play.incident, 'escalated');
      const after = await fireAndAsk(play, second);
      const refused = await play.remediation.refusedVote('approve', { code: before.code, by: 'bob' });
      await play.remediation.vote('approve', { code: after.code, by: 'bob' });
      return { refused, record: await verifyAndClose(play, second) };
    },
  });

  expect(result.refused).toContain('another plan');
  expect(result.record.outcome?.kind).toBe('resolved-by-us');
  expect(eventsOf(result.record).filter((event) => event === 'approval-requested')).toHaveLength(2);
  expect(world.actions).toHaveLength(1);
});
