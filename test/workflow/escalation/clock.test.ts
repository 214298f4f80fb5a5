import { expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { EscalationPolicy } from '../../../model/escalation/policy.ts';
import { messageNames } from '../../../model/names.ts';
import { aLevel, aLevelOf } from '../../support/escalation/builders.ts';
import { afterFirstLevel, pagesOf, untilEscalation, wokenIn } from '../../support/escalation/played-escalation.ts';
import { minutes } from '../../support/played/mock-world.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(new URL('../../support/workflows/clock-alone.ts', import.meta.url).pathname);

const alex = ['alex by sms', 'alex by email'];
const both = [...alex, 'kim by sms'];

const say = ({ incident }: Play, name: string, by = 'alex', forMs?: number): Promise<void> =>
  incident.handle.signal(name, forMs === undefined ? { by } : { by, forMs });
const acknowledge = (play: Play, by?: string, forMs?: number) => say(play, messageNames.acknowledge, by, forMs);
const untilAcknowledged = (play: Play, by = 'alex') =>
  untilEscalation(play, ({ acknowledged }) => acknowledged?.by === by);
const untilEnded = (play: Play) => untilEscalation(play, ({ ended }) => ended !== null);

/** A story that begins when the first level has been told. */
interface Story {
  readonly title: string;
  readonly policy?: Partial<EscalationPolicy>;
  readonly script: (play: Play) => Promise<unknown>;
  readonly woken: readonly string[];
  /** What the escalation has come to: why it ended, or null where it goes on. */
  readonly ended: string | null;
}

const stories: readonly Story[] = [
  {
    title: 'wakes one level after the other and then says that nobody has answered',
    script: async (play) => (await play.pass(11 * minutes), untilEnded(play)),
    woken: both,
    ended: 'nobody has answered',
  },
  {
    title: 'waits as long as the level says',
    script: (play) => play.pass(4 * minutes),
    woken: alex,
    ended: null,
  },
  {
    title: 'goes through all levels again as often as the policy says',
    policy: { repeat: 1 },
    script: async (play) => (await play.pass(21 * minutes), untilEnded(play)),
    woken: [...both, ...both],
    ended: 'nobody has answered',
  },
  {
    title: 'wakes nobody else while somebody looks after it',
    script: async (play) => (await acknowledge(play), await untilAcknowledged(play), play.pass(29 * minutes)),
    woken: alex,
    ended: null,
  },
  {
    title: 'runs on with the next level when the time of an acknowledgement is over',
    script: async (play) => {
      await acknowledge(play, 'alex', 10 * minutes);
      await untilAcknowledged(play);
      await play.pass(11 * minutes);
      await untilEscalation(play, ({ level }) => level === 1);
    },
    woken: both,
    ended: null,
  },
  {
    title: 'rests longer after a second acknowledgement',
    script: async (play) => {
      await acknowledge(play, 'alex', 10 * minutes);
      await untilAcknowledged(play);
      await play.pass(8 * minutes);
      await acknowledge(play, 'kim', 10 * minutes);
      await untilAcknowledged(play, 'kim');
      await play.pass(8 * minutes);
    },
    woken: alex,
    ended: null,
  },
  {
    title: 'says so when whoever looked after it was the last one to wake',
    policy: { levels: [aLevel('alex')] },
    script: async (play) => {
      await acknowledge(play, 'alex', 10 * minutes);
      await untilAcknowledged(play);
      await play.pass(11 * minutes);
      await untilEnded(play);
    },
    woken: alex,
    ended: 'alex looked after it, and nobody is left to wake',
  },
  {
    title: 'goes to the next level at once when somebody asks for it',
    script: async (play) => {
      await say(play, messageNames.escalate);
      await untilEscalation(play, ({ level }) => level === 1);
    },
    woken: both,
    ended: null,
  },
  {
    title: 'stops when somebody takes over',
    script: async (play) => {
      await say(play, messageNames.takeOver, 'robin');
      await untilEnded(play);
      await play.pass(11 * minutes);
    },
    woken: alex,
    ended: 'robin has taken over',
  },
  {
    title: 'goes on where it was when people are needed once more for the same cause',
    script: async (play) => (await play.incident.handle.signal('escalate-again'), play.pass(4 * minutes)),
    woken: alex,
    ended: null,
  },
  {
    title: 'wakes each person once however many targets name them',
    policy: {
      levels: [
        aLevel('alex'),
        aLevelOf(
          { kind: 'group', name: 'storage' },
          { kind: 'schedule', name: 'primary' },
          { kind: 'channel', name: 'pager' },
        ),
      ],
    },
    script: async (play) => (await play.pass(6 * minutes), untilEscalation(play, ({ level }) => level === 1)),
    woken: [...alex, 'kim by sms', 'robin by email', 'all by pagerduty'],
    ended: null,
  },
];

it.each(stories)('$title', async ({ policy = {}, script, woken, ended }) => {
  const { result, world } = await bed.play(afterFirstLevel(policy, async (play) => void (await script(play))));

  expect(wokenIn(world).toSorted()).toEqual(woken.toSorted());
  expect(result.escalation?.ended?.why ?? null).toBe(ended);
  expect(new Set(pagesOf(world.notices).map(({ id }) => id)).size).toBe(woken.length);
});

it('goes on with what is left of a wait when the incident continues as new', async () => {
  const { result, world } = await bed.play(
    afterFirstLevel({}, async (play) => {
      const { nextAt } = await untilEscalation(play, () => true);
      await play.pass(4 * minutes);
      const before = await play.incident.runId();
      await play.incident.handle.signal('renew');
      await play.incident.untilRunAfter(before);
      const { nextAt: after } = await untilEscalation(play, ({ level }) => level === 0);
      expect(after).toBe(nextAt);
      await play.pass(2 * minutes);
      await untilEscalation(play, ({ level }) => level === 1);
    }),
  );

  expect(wokenIn(world).toSorted()).toEqual(both.toSorted());
  expect(result.escalation?.level).toBe(1);
});

it('tells all channels once when nobody has answered', async () => {
  const { world } = await bed.play(
    afterFirstLevel({}, async (play) => {
      await play.pass(60 * minutes);
      await untilEnded(play);
      await play.pass(60 * minutes);
    }),
  );

  expect(world.told('slack')).toEqual(['escalated', 'unanswered']);
});

it('tells the next level at once where nobody of a level can be reached, and says whom it did not reach', async () => {
  const { result, world } = await bed.play(
    afterFirstLevel({ levels: [aLevel('sam', 'nobody'), aLevel('kim')] }, async (play) => {
      await untilEscalation(play, ({ level }) => level === 1);
    }),
  );

  expect(wokenIn(world)).toEqual(['kim by sms']);
  const failed = result.timeline.entries.filter(({ event }) => event === 'page-failed').map(({ text }) => text);
  expect(failed).toEqual(['level 1 of shop: nobody', 'no channel reaches sam', 'nobody is called nobody']);
});

it('tells the next level at once where no channel takes a message of a level', async () => {
  const { result, world } = await bed.play(
    afterFirstLevel({ repeat: 1 }, async (play) => {
      play.world.instead.deliverReport = async (notice) => {
        if (notice.to?.person === 'alex') throw failure('ChannelRefused', 'there is no such number');
        return play.world.tell(notice);
      };
      await play.pass(11 * minutes);
      await untilEscalation(play, ({ round, level }) => round === 1 && level === 1);
    }),
  );

  expect(wokenIn(world).toSorted()).toEqual([...both, 'kim by sms'].toSorted());
  const failed = result.timeline.entries.filter(({ event }) => event === 'page-failed').map(({ text }) => text);
  expect(failed.toSorted()).toEqual(['alex by mail', 'alex by text']);
});
