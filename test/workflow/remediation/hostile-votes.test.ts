import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it, vi } from 'vitest';
import { messageNames } from '../../../model/names.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { escalateAndClose, fireAndAsk, verifyAndClose } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const aWorldThatAsks = () => new MockWorld({ mode: 'approve' });

/** What the dialogs of a UI, a script or an attacker may send where a vote is meant. */
const junkVotes: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['yes', true],
  ['no', false],
  ['an empty text', ''],
  ['blanks', '   '],
  ['a number', 42],
  ['a list', ['approve']],
  ['an empty object', {}],
  ['a nest', { code: { code: { code: [[[[]]]] } }, by: ['ann'] }],
  ['a code that is a number', { code: 12345678, by: 'ann' }],
  ['a long text', 'x'.repeat(100_000)],
  ['a long name', { code: '00000000', by: 'y'.repeat(100_000), comment: 'z'.repeat(100_000) }],
  ['names of a prototype', JSON.parse('{"__proto__": {"code": "x"}, "constructor": null}')],
  ['half a character and controls', { code: '\ud800', by: '\u0000\u202e' }],
];

describe('whatever is sent in place of a vote', () => {
  it('by Signal is noted, and the approval after it counts', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        for (const ballot of ['approve', 'deny'] as const) {
          await play.remediation.handle.signal(messageNames[ballot]);
          for (const [, value] of junkVotes) await play.remediation.signal(ballot, value);
        }
        await play.remediation.signal('approve', `${code} by ann`);
        return verifyAndClose(play);
      },
    });

    const sent = 2 * (junkVotes.length + 1);
    const refused = world.votes.filter(({ refusal }) => refusal);
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(result.timeline.entries.filter(({ event }) => event === 'vote-refused')).toHaveLength(sent);
    expect(refused).toHaveLength(sent);
    expect(refused.filter(({ vote }) => JSON.stringify(vote).length > 1_000)).toEqual([]);
    expect(world.actions).toHaveLength(1);
  });

  it('by Update is refused with words that say what to send, and the approval after it counts', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        const answers: string[] = [];
        for (const [, value] of junkVotes) answers.push(await play.remediation.refusedVote('approve', value));
        await play.remediation.vote('approve', `${code} ann`);
        return { answers, record: await verifyAndClose(play) };
      },
    });

    expect(result.answers.filter((words) => !/code|name/.test(words))).toEqual([]);
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
    expect(world.votes.filter(({ refusal }) => refusal)).toHaveLength(junkVotes.length);
  });
});

describe('200 votes in one workflow task', () => {
  it('that do not count are all recorded, by a few activities, and the one that does is heard', async () => {
    const { result, world, remediation, metric } = await bed.play({
      world: aWorldThatAsks,
      changesWorkers: true,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.withoutWorker(async () => {
          const signals = Array.from({ length: 199 }, (_, nth) => play.remediation.signal('approve', `${nth} ann`));
          await Promise.all(signals);
          await play.remediation.signal('approve', { code, by: 'ann' });
        });
        return verifyAndClose(play);
      },
    });

    const numbers = world.votes.flatMap(({ message }) => (message?.kind === 'signal' ? [message.nth] : []));
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, nth) => nth));
    expect(await metric('nightshift_votes_total{result="wrong-code"}')).toBe(199);
    expect(await remediation.countOf('recordVotes')).toBeLessThanOrEqual(7);
    expect(world.actions).toHaveLength(1);
  });

  it('that all could count need no more activities, and act once', async () => {
    const { result, world, remediation } = await bed.play({
      world: aWorldThatAsks,
      changesWorkers: true,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.withoutWorker(async () => {
          const signals = Array.from({ length: 200 }, (_, nth) =>
            play.remediation.signal('approve', { code, by: `person ${nth}` }),
          );
          await Promise.all(signals);
        });
        return verifyAndClose(play);
      },
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.votes).toHaveLength(200);
    expect(await remediation.countOf('recordVotes')).toBeLessThanOrEqual(7);
    expect(world.actions).toHaveLength(1);
  });
});

it('counts one approval that is sent over and over as one, and acts once', async () => {
  const { result, world } = await bed.play({
    world: aWorldThatAsks,
    changesWorkers: true,
    script: async (play) => {
      const { code } = await fireAndAsk(play);
      await play.withoutWorker(async () => {
        for (let copy = 0; copy < 5; copy++) await play.remediation.signal('approve', { code, by: 'ann' });
      });
      return verifyAndClose(play);
    },
  });

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(world.votes.filter(({ refusal }) => refusal)).toHaveLength(4);
  expect(result.timeline.entries.filter(({ event }) => event === 'voted')).toHaveLength(1);
  expect(world.actions).toHaveLength(1);
});

describe('a vote that cannot be recorded', () => {
  it.each(['Update', 'Signal'])('by %s does not count, and does no harm', async (way) => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        const failing = vi.fn(() => Promise.reject(ApplicationFailure.nonRetryable('the disk is full')));
        play.world.instead.recordVotes = failing;
        const heard =
          way === 'Update'
            ? await play.remediation.refusedVote('approve', { code, by: 'ann' })
            : await play.remediation.signal('approve', { code, by: 'ann' });
        await vi.waitUntil(() => failing.mock.calls.length === 2);
        delete play.world.instead.recordVotes;
        await play.remediation.vote('approve', { code, by: 'ann' });
        return { heard, record: await verifyAndClose(play) };
      },
    });

    const refused = result.record.timeline.entries.filter(({ event }) => event === 'vote-refused');
    expect(way === 'Update' ? result.heard : 'could not be recorded').toContain('could not be recorded');
    expect(refused.map(({ text }) => text)).toEqual(['approve by ann: unrecorded']);
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
    expect(world.actions).toHaveLength(1);
  });
});

it('ends no repair before the last vote on it is recorded', async () => {
  const { result, world } = await bed.play({
    world: aWorldThatAsks,
    script: async (play) => {
      const { code } = await fireAndAsk(play);
      const gate = Promise.withResolvers<void>();
      play.world.instead.recordVotes = async ({ votes }) => {
        if (votes.some(({ refusal }) => refusal)) await gate.promise;
        play.world.votes.push(...votes);
      };
      await play.remediation.signal('approve', 'sure');
      await play.remediation.vote('deny', { code, by: 'ann' });
      const statusBefore = await play.remediation.status();
      gate.resolve();
      await escalateAndClose(play);
      return { statusBefore, statusBehind: await play.remediation.status() };
    },
  });

  expect(result).toEqual({ statusBefore: 'RUNNING', statusBehind: 'COMPLETED' });
  expect(world.votes.map(({ refusal }) => refusal)).toEqual([null, 'wrong-code']);
});
